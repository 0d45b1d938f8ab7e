import { DEFAULT_KEEP_JOBS } from './defaults.ts'
import { parseDuration } from './duration.ts'
import { MusterError } from './error.ts'

/** How long things are kept that nothing needs any more. */
export interface Retention {
  /** Completed jobs of each tier's queue, for Bull Board. */
  readonly keepJobs: number
  /** Milliseconds after its end that a run is kept whole; null keeps it for ever. */
  readonly keepRunsMs: number | null
}

export const DEFAULT_RETENTION: Retention = { keepJobs: DEFAULT_KEEP_JOBS, keepRunsMs: null }

const MOST_JOBS = 100_000

/** What MUSTER_KEEP_JOBS and MUSTER_KEEP_RUNS say. Throws MUSTER_CONFIG. */
export function readRetention(env: Readonly<Record<string, string | undefined>>): Retention {
  const jobs = env['MUSTER_KEEP_JOBS'] || String(DEFAULT_KEEP_JOBS)
  const keepJobs = /^\d{1,6}$/.test(jobs) ? Number(jobs) : Number.POSITIVE_INFINITY
  if (keepJobs > MOST_JOBS) refuse('MUSTER_KEEP_JOBS', jobs, `a whole number from 0 to ${MOST_JOBS}`)
  const runs = env['MUSTER_KEEP_RUNS'] || null
  if (runs === null) return { keepJobs, keepRunsMs: null }
  const keepRunsMs = parseDuration(runs) ?? refuse('MUSTER_KEEP_RUNS', runs, 'a duration, as `90d` or `12h`')
  return { keepJobs, keepRunsMs }
}

function refuse(name: string, given: string, expected: string): never {
  throw new MusterError('MUSTER_CONFIG', { name, given, expected })
}
