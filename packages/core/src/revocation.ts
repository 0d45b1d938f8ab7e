import type { Actor } from './actor.ts'
import { canonical } from './canonical.ts'
import { DEFAULT_TENANT } from './defaults.ts'
import { sha256 } from './digest.ts'
import { GENESIS } from './entry.ts'
import type { NoticeKind } from './notice.ts'
import type { PolicyGround } from './policy.ts'
import { type Published, type PublishedVersion, takeTemplateLink } from './published.ts'
import type { LimitName } from './quota.ts'
import type { Tier } from './tier.ts'

/** What can be revoked. A run and an agent are revoked for good, in the chain of their run. */
export const REVOCATION_SCOPES = ['run', 'agent', 'template', 'project', 'worker'] as const
export type RevocationScope = (typeof REVOCATION_SCOPES)[number]

/** What outlives runs: it stays revoked until that is lifted, and has a chain of its own in each tenant. */
export const STANDING_SCOPES = ['template', 'project', 'worker'] as const
export type StandingScope = (typeof STANDING_SCOPES)[number]

/** One link of a tenant's chain of revocations. */
export interface Revocation {
  readonly tenant: string
  /** From 1, without gaps. */
  readonly seq: number
  readonly at: number
  readonly kind: 'revoked' | 'lifted'
  readonly scope: StandingScope
  /** A template by `name` or `name@version`, a project or a worker by its id. */
  readonly target: string
  readonly by: Actor
  readonly reason: string
  /** What let them do so; absent in links from before policies were asked. */
  readonly policy?: PolicyGround
}

/** A link that says that a token was made or revoked: the same chain tells of all that touches who may do what. */
export interface TokenLink extends Omit<Revocation, 'kind' | 'scope'> {
  readonly kind: 'granted' | 'revoked'
  readonly scope: 'token'
}

/** How much of each a tenant or a project may use, and the highest tier at which its agents act; what is absent is without limit. */
export type Limits = Readonly<Partial<Record<LimitName, number>>> & { readonly tier?: Tier }

/** A link that sets the limits of a tenant or of one of its projects, all of them: those of before are void. */
export interface QuotaLink extends Omit<Revocation, 'kind' | 'scope'> {
  readonly kind: 'quota'
  readonly scope: 'tenant' | 'project'
  readonly limits: Limits
}

/** A link of the default tenant's chain that names the policies of all processes; `target` is their digest. */
export interface PolicyLink extends Omit<Revocation, 'kind' | 'scope'> {
  readonly kind: 'policies'
  readonly scope: 'fleet'
  /** The artifact that holds them. */
  readonly texts: string
  /** What is different from those before, in words. */
  readonly changes: string
}

/** A link that adds a webhook to a tenant, by its id, or removes it. Its address, which may be a secret, is not in it. */
export interface WebhookLink extends Omit<Revocation, 'kind' | 'scope'> {
  readonly kind: 'added' | 'removed'
  readonly scope: 'webhook'
  /** What it is told of; nothing once it is removed. */
  readonly events: readonly NoticeKind[]
}

/** A link that says that a version of a template was published, or that no new run may use it; `target` is `name@version`. */
export interface TemplateLink extends Omit<Revocation, 'kind' | 'scope'> {
  readonly kind: 'published' | 'withdrawn'
  readonly scope: 'template'
  /** Of all of the template. */
  readonly digest: string
}

/** What a tenant's chain is made of. */
export type RegisterLink = Revocation | TokenLink | QuotaLink | PolicyLink | WebhookLink | TemplateLink

/** A revocation as it is stored: its canonical bytes, which name the hash of the one before. */
export interface SealedRevocation {
  readonly tenant: string
  readonly seq: number
  readonly body: string
  /** Hex SHA-256 of `body`. */
  readonly hash: string
}

/** What stands revoked, with the hash of the link that says so. */
export interface StandingRevocation extends Revocation {
  readonly kind: 'revoked'
  readonly hash: string
}

/** Chains a revocation to the one before it. */
export function sealRevocation(prev: string, revocation: RegisterLink): SealedRevocation {
  const body = canonical({ v: 1, prev, ...revocation })
  return { tenant: revocation.tenant, seq: revocation.seq, body, hash: sha256(body) }
}

/** The link inside its stored bytes. */
export function openRevocation(body: string): RegisterLink {
  const { v: _v, prev: _prev, ...link } = JSON.parse(body) as RegisterLink & { v: number; prev: string }
  return link as RegisterLink
}

/** What is wrong with a stored revocation that should follow `prev` at `seq`, or null when it is sound. */
export function checkRevocation(sealed: SealedRevocation, prev: string, seq: number): string | null {
  if (sealed.seq !== seq) return `is missing: found ${sealed.seq} in its place`
  if (sha256(sealed.body) !== sealed.hash) return 'does not match its hash'
  const body = JSON.parse(sealed.body) as { prev: string; tenant: string; seq: number }
  if (body.prev !== prev) return 'does not follow the one before it'
  if (body.tenant !== sealed.tenant || body.seq !== sealed.seq) return 'was moved from another place'
  return null
}

/** The chains of all tenants as somebody knows them: a prefix of each. */
export interface Revoked {
  /** The newest link of each tenant; a tenant without any has none. */
  readonly heads: ReadonlyMap<string, { readonly seq: number; readonly hash: string }>
  readonly standing: ReadonlyMap<string, StandingRevocation>
  /** The limits that were set last, by tenant and project. */
  readonly quotas: ReadonlyMap<string, Limits>
  /** The policies that were named last; null when nobody ever named any. */
  readonly policies: NamedPolicies | null
  /** What the webhooks of each tenant that has any are told of, by their ids. */
  readonly webhooks: ReadonlyMap<string, ReadonlyMap<string, readonly NoticeKind[]>>
  /** The templates that each tenant published; a tenant without any has none. What it holds of a tenant never changes in place. */
  readonly published: ReadonlyMap<string, Published>
}

/** The policies that all processes are to decide by. */
export interface NamedPolicies extends Pick<PolicyLink, 'texts' | 'changes'> {
  readonly digest: string
}

export const NOTHING_REVOKED: Revoked = {
  heads: new Map(),
  standing: new Map(),
  quotas: new Map(),
  policies: null,
  webhooks: new Map(),
  published: new Map(),
}

/** Carries what is known past further links, each tenant's in order; links known already are passed over. */
export function withRevocations(revoked: Revoked, links: readonly SealedRevocation[]): Revoked {
  const heads = new Map(revoked.heads)
  const standing = new Map(revoked.standing)
  const quotas = new Map(revoked.quotas)
  const webhooks = new Map(revoked.webhooks)
  const published = new Map<string, Map<string, PublishedVersion>>()
  let { policies } = revoked
  for (const { tenant, seq, body, hash } of links) {
    if (seq <= (heads.get(tenant)?.seq ?? 0)) continue
    heads.set(tenant, { seq, hash })
    const link = openRevocation(body)
    // The ledger itself knows which tokens are revoked.
    if (link.scope === 'token') continue
    if (link.scope === 'webhook') {
      const { kind, target, events } = link
      const others = [...(webhooks.get(tenant) ?? [])].filter(([id]) => id !== target)
      webhooks.set(tenant, new Map(kind === 'added' ? [...others, [target, events]] : others))
      continue
    }
    if (link.kind === 'policies') {
      const { target: digest, texts, changes } = link
      policies = { digest, texts, changes }
      continue
    }
    if (link.kind === 'published' || link.kind === 'withdrawn') {
      const known = published.get(tenant) ?? new Map(revoked.published.get(tenant))
      takeTemplateLink(known, link)
      published.set(tenant, known)
      continue
    }
    if (link.kind === 'quota') {
      const key = quotaKey(tenant, link.scope === 'tenant' ? null : link.target)
      if (Object.keys(link.limits).length === 0) quotas.delete(key)
      else quotas.set(key, link.limits)
      continue
    }
    const key = keyOf(tenant, link.scope, link.target)
    if (link.kind === 'lifted') standing.delete(key)
    else standing.set(key, { ...link, kind: 'revoked', hash })
  }
  return {
    heads,
    standing,
    quotas,
    policies,
    webhooks,
    published: published.size === 0 ? revoked.published : new Map([...revoked.published, ...published]),
  }
}

/** The newest link that is known of a tenant. */
export function revocationHead(
  revoked: Revoked,
  tenant: string,
): { readonly seq: number; readonly hash: string } {
  return revoked.heads.get(tenant) ?? { seq: 0, hash: GENESIS }
}

type Unnumbered<Link> = Link extends RegisterLink ? Omit<Link, 'seq'> : never

/** The link that follows the newest that is known of its tenant. */
export function sealNext(known: Revoked, link: Unnumbered<RegisterLink>): SealedRevocation {
  const { seq, hash } = revocationHead(known, link.tenant)
  return sealRevocation(hash, { ...link, seq: seq + 1 })
}

/** The revocation under which something stands, or null. */
export function findRevocation(
  revoked: Revoked,
  tenant: string,
  scope: StandingScope,
  target: string,
): StandingRevocation | null {
  return revoked.standing.get(keyOf(tenant, scope, target)) ?? null
}

/** The revocation of a worker: workers serve all tenants, so that one of them alone says who is revoked. */
export function workerRevocation(revoked: Revoked, worker: string): StandingRevocation | null {
  return findRevocation(revoked, DEFAULT_TENANT, 'worker', worker)
}

/** The revocation that a template, given as `name@version`, falls under: of this version, or of all. */
export function templateRevocation(
  revoked: Revoked,
  tenant: string,
  template: string,
): StandingRevocation | null {
  if (revoked.standing.size === 0) return null
  const name = template.slice(0, template.lastIndexOf('@'))
  return (
    findRevocation(revoked, tenant, 'template', template) ?? findRevocation(revoked, tenant, 'template', name)
  )
}

/** The templates that a tenant published. */
export function publishedBy({ published }: Revoked, tenant: string): Published {
  return published.get(tenant) ?? NOTHING_PUBLISHED
}

const NOTHING_PUBLISHED: Published = new Map()

/** The limits of a tenant, or of one of its projects; null when there are none. */
export function limitsOf(
  { quotas }: Revoked,
  { tenant, project }: { readonly tenant: string; readonly project: string | null },
): Limits | null {
  return quotas.get(quotaKey(tenant, project)) ?? null
}

function quotaKey(tenant: string, project: string | null): string {
  return JSON.stringify([tenant, project])
}

function keyOf(tenant: string, scope: StandingScope, target: string): string {
  return JSON.stringify([tenant, scope, target])
}
