import type { Actor } from './actor.ts'
import { canonical } from './canonical.ts'
import { sha256 } from './digest.ts'
import type { PolicyAction, PolicyGround } from './policy.ts'
import type { Permission } from './principal.ts'
import type { SealedRevocation } from './revocation.ts'

/** Where somebody was refused: a door of policies, a permission of the API, or the way in. */
export type RefusedAt = PolicyAction | Permission | 'login'

/** Something that was refused and of which no run could tell. */
export interface Refused {
  readonly kind: 'refused'
  readonly tenant: string
  /** Null when nobody knows: who guesses at the way in has shown nothing. */
  readonly by: Actor | null
  readonly door: RefusedAt
  /** What it was about: a pipeline, a gate, a path of the API, or the address that somebody unknown came from. */
  readonly on: string
  /** The code of the error that they were told. */
  readonly because: string
  /** What denied it, where policies were asked. */
  readonly policy?: PolicyGround
}

/** What somebody known did of which no run could tell. */
export const DEEDS = ['logged-in', 'logged-out', 'drained', 'undrained'] as const
export type DeedKind = (typeof DEEDS)[number]

export interface Deed {
  readonly kind: DeedKind
  readonly tenant: string
  readonly by: Actor
  /** The address that they came from, or the worker. */
  readonly on: string
  /** By what they proved who they are; absent where they had done so before. */
  readonly with?: 'owner' | 'token' | 'oidc'
}

/** What is kept outside of runs. */
export type Noted = Refused | Deed

interface Place {
  /** From 1, without gaps. */
  readonly seq: number
  /** When it was written, and when the first of those it counts happened: milliseconds since 1970. */
  readonly at: number
  readonly since: number
  /** What it stands for: alike, of the same person; `on` is of the newest. */
  readonly count: number
}

/** One entry of the chain that a tenant has of what happened outside of runs; `by` is also null when it stands for several people. */
export type Refusal = Place & (Refused | (Omit<Deed, 'by'> & { readonly by: Actor | null }))

/** Chains an entry to the one before it. Its bytes are checked as those of a revocation are. */
export function sealRefusal(prev: string, refusal: Refusal): SealedRevocation {
  const body = canonical({ v: 1, prev, ...refusal })
  return { tenant: refusal.tenant, seq: refusal.seq, body, hash: sha256(body) }
}

/** The entry inside its stored bytes, and the hash of the one before. The first ones were all refusals, and did not say so. */
export function openRefusal(body: string): { readonly prev: string; readonly refusal: Refusal } {
  const stored = JSON.parse(body) as { v: number; prev: string; kind?: Refusal['kind'] }
  const { v: _v, prev, kind = 'refused', ...rest } = stored
  return { prev, refusal: { kind, ...rest } as Refusal }
}

/** What of one person is alike: it comes to one entry a minute. */
export function likeness(noted: Noted): string {
  const { kind, by } = noted
  const who = by === null ? noted.on : [by.kind, by.via ?? by.name]
  return JSON.stringify(kind === 'refused' ? [who, noted.door, noted.because] : [who, kind])
}
