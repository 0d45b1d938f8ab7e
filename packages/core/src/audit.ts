import type { Actor } from './actor.ts'
import { openRefusal, type RefusedAt } from './refusal.ts'
import { openRevocation, type SealedRevocation } from './revocation.ts'
import type { PolicyGround } from './policy.ts'

/** The chains that a tenant has beside its runs: of what was refused or done, and of what changed who may do what. */
export type AuditChain = 'refusals' | 'register'

/** One entry of either, as it is told. */
export interface AuditView {
  readonly chain: AuditChain
  /** Its place in its chain, and its hash there. */
  readonly seq: number
  readonly hash: string
  readonly at: number
  /** Since when, and how much, it stands for. */
  readonly since: number
  readonly count: number
  /** `refused`, `logged-in`, `granted`, `revoked` and so on. */
  readonly what: string
  /** Null when nobody knows, or when it stands for several. */
  readonly by: Actor | null
  /** Where somebody was refused; null for all else. */
  readonly door: RefusedAt | null
  /** What it was about: a pipeline, a gate, a token, a worker, the address of who logged in. */
  readonly on: string
  /** The code of a refusal, the reason that was given, or how somebody proved who they are; empty when nothing was said. */
  readonly because: string
  /** What allowed or denied it, where policies were asked. */
  readonly policy?: PolicyGround
}

export interface AuditAnswer {
  /** Newest first. */
  readonly entries: readonly AuditView[]
  /** The `before` of the page that follows; null when there is none. */
  readonly next: string | null
}

/** Why something was refused or done: the policies that decided, where they were asked, or else what was said. */
export function tellAuditReason({
  what,
  because,
  policy,
}: Pick<AuditView, 'what' | 'because' | 'policy'>): string {
  if (what === 'logged-in') return `by ${because}`
  const decided = what === 'refused' ? (policy?.because ?? []) : []
  return decided.length > 0 ? decided.join(', ') : because
}

/** What it was about, and at which door. */
export function tellAuditSubject({ door, on }: Pick<AuditView, 'door' | 'on'>): string {
  return door === null ? on : `${door} ${on}`
}

/** Whoever it was, as far as that is known. */
export function tellAuditWho({ by, count, door }: Pick<AuditView, 'by' | 'count' | 'door'>): string {
  if (by !== null) return by.via === undefined ? by.name : `${by.name} (through ${by.via})`
  return door === 'login' || count === 1 ? '(unknown)' : '(several)'
}

/** How far back both chains are told: entries before these are next. Null is from the newest. */
export interface AuditPlace {
  readonly refusals: number | null
  readonly register: number | null
}

/** Where a page ended, from what its answer gave as `next`; null when it is not that. */
export function readAuditPlace(text: string): AuditPlace | null {
  const [, refusals, register] = /^([1-9]\d{0,9})\.([1-9]\d{0,9})$/.exec(text) ?? []
  return refusals === undefined || register === undefined
    ? null
    : { refusals: Number(refusals), register: Number(register) }
}

/** A page of both chains together, of what each has before a place, newest first. */
export function auditPage(
  refusals: readonly SealedRevocation[],
  register: readonly SealedRevocation[],
  limit: number,
): AuditAnswer {
  const entries = [...refusals.map(refusalView), ...register.map(linkView)]
    .toSorted((a, b) => b.at - a.at || a.chain.localeCompare(b.chain) || b.seq - a.seq)
    .slice(0, limit)
  const before = (chain: AuditChain, given: readonly SealedRevocation[]) => {
    const last = entries.findLast((one) => one.chain === chain)?.seq
    // Of a chain of which nothing is on this page the next one begins where this one did.
    return last ?? (given[0]?.seq ?? 0) + 1
  }
  const left = refusals.length + register.length > entries.length
  return {
    entries,
    next: left ? `${before('refusals', refusals)}.${before('register', register)}` : null,
  }
}

function refusalView({ body, hash }: SealedRevocation): AuditView {
  const { refusal } = openRefusal(body)
  const { seq, at, since, count, by, on } = refusal
  const of = { chain: 'refusals', seq, hash, at, since, count, by } as const
  if (refusal.kind !== 'refused')
    return { ...of, what: refusal.kind, door: null, on, because: refusal.with ?? '' }
  const { door, because, policy } = refusal
  return {
    ...of,
    what: 'refused',
    door,
    on,
    because,
    ...(policy !== undefined && { policy }),
  }
}

function linkView({ body, hash }: SealedRevocation): AuditView {
  const { seq, at, kind, scope, target, by, reason, policy } = openRevocation(body)
  return {
    chain: 'register',
    seq,
    hash,
    at,
    since: at,
    count: 1,
    what: kind,
    by,
    door: null,
    on: `${scope} ${target}`,
    because: reason,
    ...(policy !== undefined && { policy }),
  }
}
