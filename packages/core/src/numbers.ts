import { RUN_END_STATUSES, type RunEndStatus } from './status.ts'

/** The span that the ledger counts by. */
export const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What came to an end within a span of time. */
export interface Ends {
  /** Phases, whatever they came to. */
  readonly phases: number
  /** Runs, by how they ended. */
  readonly runs: Readonly<Record<RunEndStatus, number>>
}

/** What came to an end in one minute in a project: what the ledger keeps of time that has passed. */
export interface MinuteRow {
  readonly tenant: string
  readonly project: string
  /** The minute's number since 1970. */
  readonly minute: number
  readonly phases: number
  readonly succeeded: number
  readonly failed: number
  readonly cancelled: number
  readonly timedOut: number
  readonly revoked: number
}

/** The numbers of a minute, summed over whatever projects were asked for. */
export type Minute = Omit<MinuteRow, 'tenant' | 'project'>

/** Open gates of a tenant or a project, and since when they are open. */
export interface OpenGates {
  readonly open: number
  /** When the one was opened that half of them have waited longer than; null when none is open. */
  readonly medianAt: number | null
  readonly oldestAt: number | null
}

/** What the ledger counts of a tenant or a project. */
export interface Counted {
  readonly minutes: readonly Minute[]
  readonly gates: OpenGates
  /** Runs that have not ended. */
  readonly running: number
}

/** What came to an end from `at` on, for the span of a bucket. */
export interface Bucket extends Ends {
  readonly at: number
}

/** Numbers of a tenant or a project, as they are now. Times are milliseconds since 1970. */
export interface HomeNumbers {
  readonly running: number
  /** Over the last full minute and what has passed of this one. */
  readonly phasesPerSecond: number
  /** Of the runs that ended in the last hour, how many did not succeed, from 0 to 1; null when none ended. */
  readonly failureRate: number | null
  readonly gates: OpenGates
  /** The last 60 minutes, oldest first; the last one is under way. */
  readonly hour: readonly Bucket[]
  /** The last 24 hours, oldest first; the last one is under way. */
  readonly day: readonly Bucket[]
}

const NO_RUNS = { succeeded: 0, failed: 0, cancelled: 0, timed_out: 0, revoked: 0 } as const
const NOTHING: Ends = { phases: 0, runs: NO_RUNS }

/** The first moment of which the ledger must be asked to tell the numbers of `now`. */
export function numbersSince(now: number): number {
  return floor(now, HOUR_MS) - DAY_MS + HOUR_MS
}

export function tellNumbers({ minutes, gates, running }: Counted, now: number): HomeNumbers {
  const hour = bucketsOf(minutes, now, MINUTE_MS, 60)
  const day = bucketsOf(minutes, now, HOUR_MS, 24)
  const [before = NOTHING, current = NOTHING] = hour.slice(-2)
  const seconds = (MINUTE_MS + (now - floor(now, MINUTE_MS))) / 1_000
  const ended = sumEnds(hour)
  const runs = runsIn(ended)
  return {
    running,
    phasesPerSecond: (before.phases + current.phases) / seconds,
    failureRate: runs === 0 ? null : 1 - ended.runs.succeeded / runs,
    gates,
    hour,
    day,
  }
}

/** How many runs came to an end. */
export function runsIn({ runs }: Ends): number {
  return RUN_END_STATUSES.reduce((total, status) => total + runs[status], 0)
}

/** All that came to an end. */
export function sumEnds(all: readonly Ends[]): Ends {
  return all.reduce(
    (total, one) => ({
      phases: total.phases + one.phases,
      runs: {
        succeeded: total.runs.succeeded + one.runs.succeeded,
        failed: total.runs.failed + one.runs.failed,
        cancelled: total.runs.cancelled + one.runs.cancelled,
        timed_out: total.runs.timed_out + one.runs.timed_out,
        revoked: total.runs.revoked + one.runs.revoked,
      },
    }),
    NOTHING,
  )
}

/** `count` spans of `step`, the last of which `now` is in. */
function bucketsOf(minutes: readonly Minute[], now: number, step: number, count: number): readonly Bucket[] {
  const first = floor(now, step) - (count - 1) * step
  const held = Array.from({ length: count }, (): Ends[] => [])
  for (const minute of minutes)
    held[Math.floor((minute.minute * MINUTE_MS - first) / step)]?.push(endsOf(minute))
  return held.map((ends, place) => ({ at: first + place * step, ...sumEnds(ends) }))
}

function endsOf({ phases, succeeded, failed, cancelled, timedOut, revoked }: Minute): Ends {
  return { phases, runs: { succeeded, failed, cancelled, timed_out: timedOut, revoked } }
}

function floor(at: number, step: number): number {
  return at - (at % step)
}
