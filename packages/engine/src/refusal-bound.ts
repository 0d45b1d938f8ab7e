import type { Clock, FactOf, Log, WorkerMessage, ForgedMessage } from '@muster/core'

/** The time over which refusals of one run come to no more than these entries, and one for all others. */
const WINDOW_MS = 60_000
const MOST_TOLD = 10
/** Runs that are told apart within that time: whoever names more of them is told of in the log. */
const MOST_APART = 1_000

/** A message of workers that was refused, as its run's ledger has it. */
export type RunRefusal = FactOf<'attempt.refused' | 'effect.refused'>

/** Keeps floods out of the ledgers of runs. */
export interface RefusalBound {
  /** Whether a refusal is written down for itself; else it is counted. Of one message it answers the same each time. */
  tells(message: WorkerMessage | ForgedMessage, refusal: RunRefusal): boolean
  /** What was counted in minutes that are over, or with `all` by now: for each run the newest, which stands for them. */
  counted(all: boolean): readonly { readonly run: string; readonly refusal: RunRefusal }[]
}

/** One minute of a run. */
interface Window {
  readonly until: number
  told: number
  newest: RunRefusal | null
  counted: number
}

/**
 * R1. Of one run a process writes down at most MOST_TOLD refusals and one that stands for all others, a minute.
 * R2. A message is judged anew when a commit fails: it is told, or counted, once.
 */
export function createRefusalBound(clock: Clock, log: Log): RefusalBound {
  const windows = new Map<string, Window>()
  const known = new WeakMap<object, boolean>()
  let beyond = 0

  function windowOf(run: string): Window | null {
    const open = windows.get(run)
    if (open !== undefined) return open
    if (windows.size >= MOST_APART) return null
    const window = { until: clock() + WINDOW_MS, told: 0, newest: null, counted: 0 }
    windows.set(run, window)
    return window
  }

  function take(run: string, refusal: RunRefusal): boolean {
    const window = windowOf(run)
    if (window === null) beyond += 1
    else if (window.told < MOST_TOLD) {
      window.told += 1
      return true
    } else {
      window.newest = refusal
      window.counted += 1
    }
    return false
  }

  return {
    tells(message, refusal) {
      const before = known.get(message)
      if (before !== undefined) return before
      const told = take(message.run, refusal)
      known.set(message, told)
      return told
    },
    counted(all) {
      if (beyond > 0) log.error({ refusals: beyond }, 'refusals of too many runs to write them down')
      beyond = 0
      const now = clock()
      const over = [...windows].filter(([, { until }]) => all || now >= until)
      return over.flatMap(([run, { newest, counted }]) => {
        windows.delete(run)
        return newest === null ? [] : [{ run, refusal: { ...newest, count: counted } }]
      })
    },
  }
}
