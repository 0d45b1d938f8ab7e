import { type Clock, type Ledger, type Log, MINUTE_MS, type MinuteRow, toMusterError } from '@muster/core'
import type { MovingRun } from './moving-run.ts'

/** How long what was counted may wait until it is written. */
const TELL_MS = 5_000

/** Counts what comes to an end, in memory, and adds it to the ledger every few seconds: no commit pays for it. */
export interface Tally {
  /** Counts what a commit moved. */
  note(moved: readonly MovingRun[]): void
  /** Writes what was counted, if it has waited long enough; with `all` also if not. Never rejects. */
  tell(all: boolean): Promise<void>
}

type Counts = { -readonly [Key in keyof MinuteRow]: MinuteRow[Key] }

export function createTally({
  ledger,
  clock,
  log,
}: {
  readonly ledger: Pick<Ledger, 'count'>
  readonly clock: Clock
  readonly log: Log
}): Tally {
  let counted = new Map<string, Counts>()
  let toldAt = clock()

  function countsOf({ row: { tenant, project } }: MovingRun, minute: number): Counts {
    const key = `${tenant} ${project} ${minute}`
    const known = counted.get(key)
    if (known !== undefined) return known
    const ends = { phases: 0, succeeded: 0, failed: 0, cancelled: 0, timedOut: 0, revoked: 0 }
    const counts = { tenant, project, minute, ...ends }
    counted.set(key, counts)
    return counts
  }

  return {
    note(moved) {
      const minute = Math.floor(clock() / MINUTE_MS)
      for (const run of moved) {
        const phases = run.attempts.filter(({ status }) => status !== 'superseded').length
        if (phases === 0 && run.ended === null) continue
        const counts = countsOf(run, minute)
        counts.phases += phases
        if (run.ended !== null) counts[run.ended === 'timed_out' ? 'timedOut' : run.ended] += 1
      }
    },
    async tell(all) {
      const now = clock()
      if (counted.size === 0 || (!all && now - toldAt < TELL_MS)) return
      const telling = counted
      counted = new Map()
      toldAt = now
      try {
        await ledger.count([...telling.values()])
      } catch (thrown) {
        // What a chart shows is not worth a second try that might count twice.
        log.warn({ error: toMusterError(thrown).message }, 'what came to an end could not be counted')
      }
    },
  }
}
