import type { Actor } from './actor.ts'
import type { Graph } from './graph.ts'
import type { TemplateLink } from './revocation.ts'
import type { Template } from './template.ts'
import type { Tier } from './tier.ts'

/** Versions of templates that one tenant may have published and not withdrawn: every process keeps them in memory. */
export const MOST_PUBLISHED = 500

/** That no new run may use a published version. */
export interface Withdrawal {
  readonly by: Actor
  readonly at: number
  readonly reason: string
}

/** A version of a template that a tenant published. It never changes; it may be withdrawn. */
export interface PublishedVersion {
  /** Of all of it: what the ledger holds under another digest is not it. */
  readonly digest: string
  readonly by: Actor
  readonly at: number
  readonly withdrawn: Withdrawal | null
}

/** Everything that a tenant published, by `name@version`. */
export type Published = ReadonlyMap<string, PublishedVersion>

/** A published version as the ledger keeps it. */
export interface TemplateRow {
  readonly tenant: string
  readonly name: string
  readonly version: string
  readonly digest: string
  readonly maxTier: Tier
  readonly by: Actor
  readonly at: number
  readonly body: Template
}

/** The name under which graphs, policies and revocations know a version of a template. */
export function templateId({ name, version }: Pick<Template, 'name' | 'version'>): string {
  return `${name}@${version}`
}

/** The highest tier at which any stage may run a template. */
export function maxTierOf({ maxTier = 4 }: Pick<Template, 'maxTier'>): Tier {
  return maxTier
}

/** Why no new run may use a template, as a sentence. */
export function tellWithdrawn(template: string, { by, reason }: Withdrawal): string {
  return `Template \`${template}\` is revoked for new runs by ${by.name}: ${reason}`
}

/** Takes a link about a template into what is known of the tenant's. */
export function takeTemplateLink(published: Map<string, PublishedVersion>, link: TemplateLink): void {
  const { kind, target, by, at, reason, digest } = link
  if (kind === 'published') {
    published.set(target, { digest, by, at, withdrawn: null })
    return
  }
  const known = published.get(target)
  if (known !== undefined) published.set(target, { ...known, withdrawn: { by, at, reason } })
}

/** The first template of a graph that its tenant has withdrawn, with what is known of it; null when there is none. */
export function withdrawnIn(
  published: Published,
  { templates }: Graph,
): { readonly template: string; readonly withdrawn: Withdrawal } | null {
  if (published.size === 0) return null
  for (const template of Object.keys(templates)) {
    const withdrawn = published.get(template)?.withdrawn ?? null
    if (withdrawn !== null) return { template, withdrawn }
  }
  return null
}

/** Who published the templates of a graph, by the keys of its templates; undefined when nobody did. */
export function publishersOf(published: Published, { templates }: Graph): Graph['publishers'] {
  const found = Object.entries(templates).flatMap(([template, { digest }]): [string, Actor][] => {
    const version = published.get(template)
    return version?.digest === digest ? [[template, version.by]] : []
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}
