import type { Json } from '@muster/core'
import type { PhaseRun } from '../phase-run.ts'

/** What an agent last saved; null when it saved nothing. */
export function lastCheckpoint({ entered }: PhaseRun): Json {
  return entered.place?.checkpoint.saved ?? null
}
