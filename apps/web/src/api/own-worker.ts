interface Policies {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string }
}

/** Lets scripts of this server run as workers, and no others: see the headers of the server. */
const policy = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes?.createPolicy('muster', {
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, location.href)
    if (origin !== location.origin || !pathname.startsWith('/assets/'))
      throw new TypeError(`${url} is no script of this page`)
    return url
  },
})

/** A worker that runs a script which the build made. Throws a TypeError for any other. */
export function ownWorker(url: string): Worker {
  return new Worker(policy?.createScriptURL(url) ?? url)
}
