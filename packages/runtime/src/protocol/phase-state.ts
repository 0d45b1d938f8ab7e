import type { Json, JsonObject } from '@muster/core'
import { type Params, ProtocolError, RPC_CODES } from '@muster/core/protocol'
import { jsonProblem } from '../json-file.ts'

/** What an agent may put out in one phase: the rest of an outcome's bound is for Muster's own words. */
export const MAX_OUTPUT_BYTES = 48 * 1024
const MAX_CHECKPOINT_BYTES = 8 * 1024
/** What an agent said in one phase, beside its answer. */
export interface Said {
  readonly emitted: Readonly<Record<string, Json>>
  readonly plan: JsonObject | null
  readonly checkpoint: JsonObject | null
}

/** Collects what an agent says in one phase, within bounds. Methods throw ProtocolError for what cannot be taken. */
export interface PhaseState {
  emit(params: Params<'output/emit'>): void
  propose(plan: JsonObject): void
  save(data: JsonObject): void
  said(): Said
}

export function createPhaseState(): PhaseState {
  const emitted = new Map<string, { readonly value: Json; readonly bytes: number }>()
  let bytes = 0
  let plan: JsonObject | null = null
  let checkpoint: JsonObject | null = null

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
    },
    save(data) {
      if (sizeOf(data, 'the checkpoint') > MAX_CHECKPOINT_BYTES)
        throw refused(`a checkpoint is at most ${MAX_CHECKPOINT_BYTES} bytes`)
      checkpoint = data
    },
    said: () => ({
      emitted: Object.fromEntries([...emitted].map(([name, { value }]) => [name, value])),
      plan,
      checkpoint,
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
