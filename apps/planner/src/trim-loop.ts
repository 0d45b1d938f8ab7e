import type { Clock, Ledger, Log, Service } from '@muster/core'
import { every, pause } from '@muster/engine'
import type { ArtifactStore } from '@muster/runtime'

const ROUND_MS = 60_000
/** Ten times what a statement takes on PGlite, so that whoever waits for the ledger gets his turn. */
const PAUSE_MS = 200
const SWEEP_MS = 60 * 60_000
/** What the clocks of those who store artifacts may differ by, and more. */
const CLOCK_MS = 24 * 60 * 60_000

export interface TrimDeps {
  readonly ledger: Pick<Ledger, 'trim' | 'reclaim' | 'oldestKept'>
  readonly artifacts: Pick<ArtifactStore, 'sweep'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Trims the runs that ended more than `keepMs` ago, in small statements with pauses between them, and once an hour
 * gives up the artifacts that no run can name any more.
 *
 * T1. Whatever an artifact is stored for is a run, and storing it again makes it young. So one that is older than every
 *     run that is not trimmed is named by none of them.
 */
export function createTrimLoop(deps: TrimDeps, keepMs: number): Service {
  const { ledger, artifacts, clock, log } = deps
  let sweepAt = 0
  let untidy = false

  async function trim(stop: AbortSignal): Promise<void> {
    let runs = 0
    while (!stop.aborted) {
      const now = clock()
      const trimmed = await ledger.trim(now - keepMs, now)
      if (trimmed === 0) break
      runs += trimmed
      await pause(PAUSE_MS, stop)
    }
    if (runs === 0) return
    untidy = true
    log.info({ runs }, 'trimmed runs that ended long ago')
  }

  async function sweep(stop: AbortSignal): Promise<void> {
    if (untidy) await ledger.reclaim()
    untidy = false
    const now = clock()
    const oldest = Math.min((await ledger.oldestKept()) ?? now, now - keepMs)
    const swept = await artifacts.sweep(oldest - CLOCK_MS, stop)
    if (swept > 0) log.info({ artifacts: swept }, 'deleted artifacts of trimmed runs')
  }

  return every(
    ROUND_MS,
    'trim runs',
    async (stop) => {
      await trim(stop)
      if (stop.aborted || clock() < sweepAt) return
      await sweep(stop)
      sweepAt = clock() + SWEEP_MS
    },
    log,
  )
}
