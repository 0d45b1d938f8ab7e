import type { Actor } from './actor.ts'
import { canonical } from './canonical.ts'
import { sha256 } from './digest.ts'
import type { PolicyAction, PolicyGround } from './policy.ts'
import type { Permission } from './principal.ts'
import type { SealedRevocation } from './revocation.ts'

/** Where somebody was refused: a door of policies, or a permission of the API. */
export type RefusedAt = PolicyAction | Permission

/** Something that was refused and of which no run could tell. */
export interface Refused {
  readonly tenant: string
  readonly by: Actor
  readonly door: RefusedAt
  /** What it was about: a pipeline, a gate, a path of the API. */
  readonly on: string
  /** The code of the error that they were told. */
  readonly because: string
  /** What denied it, where policies were asked. */
  readonly policy?: PolicyGround
}

/** One entry of a tenant's chain of refusals. */
export interface Refusal extends Omit<Refused, 'by'> {
  /** From 1, without gaps. */
  readonly seq: number
  /** When it was written, and when the first of those it counts was refused: milliseconds since 1970. */
  readonly at: number
  readonly since: number
  /** Refusals that it stands for, of the same person at the same door for the same reason; `on` is of the newest. */
  readonly count: number
  /** Null when it stands for several people, beyond those told one by one. */
  readonly by: Actor | null
}

/** A refusal as the API answers it. */
export type RefusalView = Omit<Refusal, 'tenant'> & { readonly hash: string }

export interface RefusalsAnswer {
  readonly refusals: readonly RefusalView[]
}

/** Chains a refusal to the one before it. Its bytes are checked as those of a revocation are. */
export function sealRefusal(prev: string, refusal: Refusal): SealedRevocation {
  const body = canonical({ v: 1, prev, ...refusal })
  return { tenant: refusal.tenant, seq: refusal.seq, body, hash: sha256(body) }
}

/** The refusal inside its stored bytes, and the hash of the one before. */
export function openRefusal(body: string): { readonly prev: string; readonly refusal: Refusal } {
  const { v: _v, prev, ...refusal } = JSON.parse(body) as Refusal & { v: number; prev: string }
  return { prev, refusal }
}

/** Refusals of one person at one door for one reason are told apart by this. */
export function refusalKey({ tenant, by, door, because }: Refused): string {
  return JSON.stringify([tenant, by.kind, by.via ?? by.name, door, because])
}
