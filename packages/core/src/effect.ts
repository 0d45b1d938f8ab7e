import type { Actor } from './actor.ts'
import type { Json, JsonObject } from './json.ts'
import type { WorkPhase } from './phase.ts'

/** The effects that a host can have on the world for an agent. */
export const EFFECT_VERBS = ['file.write', 'command.run', 'http.request', 'model.complete'] as const
export type EffectVerb = (typeof EFFECT_VERBS)[number]

/** What an agent asks its host to do outside the workspace. */
export interface EffectRequest {
  readonly verb: string
  /** What it is done to, as the plan names it: a path, the name of a command, `METHOD URL`, or the name of a model. */
  readonly target: string
  readonly parameters: Readonly<Record<string, Json>>
  /** Names this effect among those of its agent: asking again with it is answered from the record. */
  readonly key: string
}

/** Why an effect was not tried. */
export const EFFECT_DENIALS = [
  'invalid',
  'undeclared',
  'tier',
  'phase',
  'plan',
  'budget',
  'limit',
  'conflict',
  'busy',
  'stale',
  'stopping',
  'unknown',
  'unanswered',
  'forged',
  'unpermitted',
  'policy',
] as const
export type EffectDenial = (typeof EFFECT_DENIALS)[number]

/** How an effect that was tried ended: `failed` changed nothing; of an `unknown` one nobody can say. */
export const EFFECT_ENDS = ['done', 'failed', 'unknown'] as const
export type EffectEnd = (typeof EFFECT_ENDS)[number]

/** What an agent is answered. */
export type EffectAnswer =
  | {
      readonly decision: 'allow'
      /** The number of the effect among those of its agent. */
      readonly effect: number
      readonly ended: EffectEnd
      /** Whether this is the record of an earlier request with the same key: it holds no bodies. */
      readonly recorded: boolean
      readonly result: JsonObject
    }
  | { readonly decision: 'deny'; readonly code: EffectDenial; readonly reason: string }

/** A request as the ledger keeps it: its parameters are a digest and a size. */
export interface AskedEffect {
  /** Of this request; one that is told again has the same. */
  readonly id: string
  readonly key: string
  readonly verb: string
  readonly target: string
  readonly digest: string
  /** Of the parameters, as canonical JSON. */
  readonly bytes: number
  readonly phase: WorkPhase
  readonly attempt: number
  readonly fence: number
  readonly worker: string
  /** Unique to one delivery of the attempt: who else asks under the same fence took it over. */
  readonly holder: string
}

/** What a worker appends to the outcome stream to be allowed an effect. */
export interface EffectAsk extends AskedEffect {
  readonly run: string
  readonly stage: string
  readonly credential?: string
}

/** What a worker appends when an effect ended, before it appends the outcome of the attempt. */
export interface EffectReport {
  readonly run: string
  readonly stage: string
  readonly credential?: string
  readonly fence: number
  readonly worker: string
  readonly holder: string
  /** Of the request that it answers. */
  readonly id: string
  readonly ended: EffectEnd
  readonly reason: string | null
  /** Sizes, digests and codes; never a body. */
  readonly result: JsonObject
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
}

/** What a planner answers a worker, once it is committed. */
export type EffectReply = {
  readonly id: string
} /** With a permit from T2, where it is to change anything. */ & (
  | { readonly kind: 'granted'; readonly effect: number; readonly permit?: string }
  /** The attempt is the one now dispatched. */
  | { readonly kind: 'stands' }
  /** EXECUTE may begin. */
  | { readonly kind: 'permitted'; readonly permit: string }
  | {
      readonly kind: 'recorded'
      readonly effect: number
      readonly ended: 'done'
      readonly result: JsonObject
    }
  | { readonly kind: 'denied'; readonly code: EffectDenial; readonly reason: string }
)

/** Where an effect stands. */
export type EffectStanding =
  /** INTENT is recorded, OUTCOME is not. */
  | { readonly status: 'intended' }
  | { readonly status: 'denied'; readonly code: EffectDenial; readonly reason: string }
  | {
      readonly status: 'done' | 'failed'
      readonly reason: string | null
      readonly result: JsonObject
      readonly at: number
    }
  | {
      readonly status: 'unknown'
      /** Whether its worker said so; false when nobody told how it ended. */
      readonly told: boolean
      readonly reason: string | null
      readonly result: JsonObject
      readonly at: number
    }
  /** What a person found out about one that was unknown. */
  | {
      readonly status: 'happened' | 'did_not_happen'
      readonly by: Actor
      readonly reason: string | null
      readonly at: number
    }
export const EFFECT_STATUSES = ['intended', 'denied', ...EFFECT_ENDS, 'happened', 'did_not_happen'] as const
export type EffectStatus = (typeof EFFECT_STATUSES)[number]

/** One effect of an agent, from its request on. */
export interface EffectProgress {
  /** From 1; counts on through retries of the run. */
  readonly number: number
  readonly asked: AskedEffect
  readonly askedAt: number
  readonly standing: EffectStanding
}

/** Effects that one agent may ask for, denied ones included: what is asked beyond is refused without a record. */
export const MAX_EFFECTS = 1_000
