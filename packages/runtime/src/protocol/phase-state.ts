import { type Json, type JsonObject, digestOf } from '@muster/core'
import { type Params, ProtocolError, RPC_CODES, type Usage } from '@muster/core/protocol'
import { jsonProblem } from '../json-file.ts'

/** What an agent may put out in one phase: the rest of an outcome's bound is for Muster's own words. */
export const MAX_OUTPUT_BYTES = 48 * 1024
export const MAX_CHECKPOINT_BYTES = 16 * 1024
/** Errors that are kept apart; further ones count under the last of their kind. */
const MAX_ERRORS = 32

/** Errors of one kind that an agent reported. */
export interface ReportedError {
  readonly kind: string
  /** The first of them. */
  readonly message: string
  readonly count: number
}

/** What an agent said in one phase, beside its answer. */
export interface Said {
  readonly emitted: Readonly<Record<string, Json>>
  readonly plan: JsonObject | null
  readonly checkpoint: JsonObject | null
  readonly errors: readonly ReportedError[]
  readonly tokens: number
  readonly cost: number
}

/** Collects what an agent says in one phase, within bounds. Methods throw ProtocolError for what cannot be taken. */
export interface PhaseState {
  emit(params: Params<'output/emit'>): void
  /** Answers the digest. */
  propose(plan: JsonObject): string
  save(data: JsonObject): void
  report(kind: string, message: string): void
  use(usage: Usage | undefined): void
  said(): Said
}

export function createPhaseState(): PhaseState {
  const emitted = new Map<string, { readonly value: Json; readonly bytes: number }>()
  const errors = new Map<string, ReportedError>()
  let bytes = 0
  let plan: JsonObject | null = null
  let checkpoint: JsonObject | null = null
  let tokens = 0
  let cost = 0

  return {
    emit({ type, name, value }) {
      const size = sizeOf(value, 'the value') + name.length
      if (type === 'alpha') return
      const grown = bytes - (emitted.get(name)?.bytes ?? 0) + size
      if (grown > MAX_OUTPUT_BYTES)
        throw refused(`outputs are at most ${MAX_OUTPUT_BYTES} bytes together; larger things are artifacts`)
      bytes = grown
      emitted.set(name, { value, bytes: size })
    },
    propose(proposed) {
      if (sizeOf(proposed, 'the plan') > MAX_OUTPUT_BYTES)
        throw refused(`a plan is at most ${MAX_OUTPUT_BYTES} bytes`)
      plan = proposed
      return digestOf(proposed)
    },
    save(data) {
      if (sizeOf(data, 'the checkpoint') > MAX_CHECKPOINT_BYTES)
        throw refused(`a checkpoint is at most ${MAX_CHECKPOINT_BYTES} bytes`)
      checkpoint = data
    },
    report(kind, message) {
      const known = errors.get(kind)
      const under = known === undefined && errors.size >= MAX_ERRORS ? 'other' : kind
      const before = errors.get(under)
      errors.set(under, {
        kind: under,
        message: before?.message ?? message.slice(0, 500),
        count: (before?.count ?? 0) + 1,
      })
    },
    use(usage) {
      tokens += usage?.tokens ?? 0
      cost += usage?.cost ?? 0
    },
    said: () => ({
      emitted: Object.fromEntries([...emitted].map(([name, { value }]) => [name, value])),
      plan,
      checkpoint,
      errors: [...errors.values()],
      tokens,
      cost,
    }),
  }
}

/** The bytes of a value that can be kept. */
function sizeOf(value: Json, what: string): number {
  const problem = jsonProblem(value)
  if (problem !== null) throw refused(`${what} cannot be kept: ${problem}`)
  return Buffer.byteLength(JSON.stringify(value))
}

function refused(message: string): ProtocolError {
  return new ProtocolError(RPC_CODES.refused, message)
}
