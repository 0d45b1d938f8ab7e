import { DEFAULT_KEEP_CHECKPOINTS_MS, DEFAULT_KEEP_JOBS } from './defaults.ts'
import { parseDuration } from './duration.ts'
import { MusterError } from './error.ts'

/** How long things are kept that nothing needs any more. */
export interface Retention {
  /** Completed jobs of each tier's queue, for Bull Board. */
  readonly keepJobs: number
  /** Milliseconds after its end that a run is kept whole; null keeps it for ever. */
  readonly keepRunsMs: number | null
  /** Milliseconds after its end that a run keeps every checkpoint; the last of each stage stay as long as the run. */
  readonly keepCheckpointsMs: number
}

export const DEFAULT_RETENTION: Retention = {
  keepJobs: DEFAULT_KEEP_JOBS,
  keepRunsMs: null,
  keepCheckpointsMs: DEFAULT_KEEP_CHECKPOINTS_MS,
}

const MOST_JOBS = 100_000

/** What MUSTER_KEEP_JOBS, MUSTER_KEEP_RUNS and MUSTER_KEEP_CHECKPOINTS say. Throws MUSTER_CONFIG. */
export function readRetention(env: Readonly<Record<string, string | undefined>>): Retention {
  const jobs = env['MUSTER_KEEP_JOBS'] || String(DEFAULT_KEEP_JOBS)
  const keepJobs = /^\d{1,6}$/.test(jobs) ? Number(jobs) : Number.POSITIVE_INFINITY
  if (keepJobs > MOST_JOBS) refuse('MUSTER_KEEP_JOBS', jobs, `a whole number from 0 to ${MOST_JOBS}`)
  return {
    keepJobs,
    keepRunsMs: readAge('MUSTER_KEEP_RUNS', env['MUSTER_KEEP_RUNS']),
    keepCheckpointsMs:
      readAge('MUSTER_KEEP_CHECKPOINTS', env['MUSTER_KEEP_CHECKPOINTS']) ?? DEFAULT_KEEP_CHECKPOINTS_MS,
  }
}

function readAge(name: string, given: string | undefined): number | null {
  if (!given) return null
  return parseDuration(given) ?? refuse(name, given, 'a duration, as `90d` or `12h`')
}

function refuse(name: string, given: string, expected: string): never {
  throw new MusterError('MUSTER_CONFIG', { name, given, expected })
}
