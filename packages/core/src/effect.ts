import type { Json, JsonObject } from './json.ts'

/** The effects that a host can have on the world for an agent. */
export const EFFECT_VERBS = ['file.write', 'command.run', 'http.request'] as const
export type EffectVerb = (typeof EFFECT_VERBS)[number]

/** What an agent asks its host to do outside the workspace. */
export interface EffectRequest {
  readonly verb: string
  /** What it is done to, as the plan names it: a path, the name of a command, or `METHOD URL`. */
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
] as const
export type EffectDenial = (typeof EFFECT_DENIALS)[number]

/** How an effect that was tried ended: `failed` changed nothing; of an `unknown` one nobody can say. */
export type EffectEnd = 'done' | 'failed' | 'unknown'

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
