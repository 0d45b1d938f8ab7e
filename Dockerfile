FROM node:24-bookworm-slim AS build
WORKDIR /muster
COPY package.json package-lock.json turbo.json tsconfig.json tsconfig.base.json ./
COPY packages packages
COPY apps apps
COPY schemas schemas
RUN TURBO_TELEMETRY_DISABLED=1 npm ci && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /muster
# The sandbox of the agents, and what the shipped templates run.
RUN apt-get update -q \
 && apt-get install -y -q --no-install-recommends bubblewrap git \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --no-create-home muster \
 && install -d -o muster -g muster /var/lib/muster
COPY --from=build /muster ./
COPY templates templates
COPY policies policies
COPY examples examples
COPY docker docker
USER 10001:10001
VOLUME /var/lib/muster
CMD ["node", "apps/cli/bin/muster.js", "--help"]
