import { type EffectEnd, type JsonObject, MIN_SECRET_TIER, type Tier } from '@muster/core'
import type { Launcher } from '../launch/launcher.ts'
import type { Model } from './model.ts'
import type { Secrets } from './secrets.ts'

/** What an effect came to. */
export interface EffectOutcome {
  /** `failed` changed nothing. */
  readonly ended: EffectEnd
  readonly reason: string | null
  /** What is recorded: sizes, digests and codes. */
  readonly result: JsonObject
  /** What only the agent is told: bodies. */
  readonly told: JsonObject
}

/** Where effects happen. */
export interface EffectPlace {
  /** What relative paths are below, and where commands run. */
  readonly projectDir: string
  /** Where programs are looked for. */
  readonly path: string
  /** Starts declared commands, outside any sandbox. */
  readonly launcher: Launcher
  /** Names the effect for targets that know the like: the same for every try of the same key. */
  readonly idempotencyKey: string
  /** Names and values that a command is given besides its own. */
  readonly env: Readonly<Record<string, string>>
  /** The model of this worker; null when it has none. */
  readonly model: Model | null
  readonly secrets: Secrets
  readonly tier: Tier
}

/** An effect whose parameters were read, or what is wrong with them. It acts when it is run, not before. */
export type PreparedEffect =
  | { readonly problem: string }
  | {
      readonly problem: null
      /** Does it. What goes wrong is an outcome; when `signal` fires it stops as soon as it can. */
      run(signal: AbortSignal): Promise<EffectOutcome>
    }

export function effectFailed(reason: string): EffectOutcome {
  return { ended: 'failed', reason, result: {}, told: {} }
}

/** Why secrets may not be used, or null. */
export function barredSecret(
  names: readonly string[],
  declared: readonly string[],
  tier: Tier,
): string | null {
  const [first] = names
  if (first === undefined) return null
  if (tier < MIN_SECRET_TIER) return `secrets are for tier ${MIN_SECRET_TIER} and above`
  const stranger = names.find((name) => !declared.includes(name))
  return stranger === undefined ? null : `its template declares no secret \`${stranger.slice(0, 64)}\``
}

export function noSecret(name: string): string {
  return `this worker has no secret \`${name}\` that can be used`
}

/** A parameter that nobody knows, or null. */
export function strangeParameter(parameters: JsonObject, known: readonly string[]): string | null {
  const strange = Object.keys(parameters).find((name) => !known.includes(name))
  return strange === undefined ? null : `it has no parameter \`${strange.slice(0, 64)}\``
}

/** A body given as text, or as base64 when `encoding` says so; a problem when it is neither. */
export function readBody(
  body: unknown,
  encoding: unknown,
  maxBytes: number,
): { readonly bytes: Buffer; readonly problem: null } | { readonly problem: string } {
  if (typeof body !== 'string') return { problem: 'its body is not a text' }
  if (encoding !== undefined && encoding !== 'utf8' && encoding !== 'base64')
    return { problem: '`encoding` is neither `utf8` nor `base64`' }
  if (encoding === 'base64' && !/^[A-Za-z0-9+/]*={0,2}$/.test(body))
    return { problem: 'its body is not base64' }
  const bytes = Buffer.from(body, encoding ?? 'utf8')
  return bytes.length > maxBytes
    ? { problem: `its body is ${bytes.length} bytes; at most ${maxBytes} are allowed` }
    : { bytes, problem: null }
}
