export const DEFAULT_REDIS_HOST = '127.0.0.1'
export const DEFAULT_REDIS_PORT = 6379
export const DEFAULT_REDIS_PASSWORD = ''
/** Where the ledger of one machine lives, below MUSTER_HOME. */
export const DEFAULT_LEDGER_PATH = 'ledger'
/** Where Muster keeps everything of one machine, below the working directory. */
export const DEFAULT_HOME = '.muster'
/** Where planners leave their public keys, for the workers that share their home. */
export const jwksFile = (home: string): string => `${home}/jwks.json`
/** Where planners make the key that they seal jobs with, for the workers that share their home. */
export const fleetKeyFile = (home: string): string => `${home}/fleet.key`
export const DEFAULT_TENANT = 'default'
export const DEFAULT_PROJECT = 'default'

/** Completed jobs of each queue that Bull Board still shows. */
export const DEFAULT_KEEP_JOBS = 200
/** How long after its end all checkpoints of a run are kept; the last of each stage stay as long as the run. */
export const DEFAULT_KEEP_CHECKPOINTS_MS = 7 * 24 * 60 * 60_000

/** A worker that does not renew its hold for this long is taken for dead (governance research 3.6). */
export const LOCK_MS = 6_000
/** How often stalled jobs are looked for: with LOCK_MS it bounds recovery from a killed worker to about 9 s. */
export const STALLED_INTERVAL_MS = 3_000
/** An outcome is a message: what is larger is an artifact. */
export const MAX_OUTCOME_BYTES = 64 * 1024
/** The time a closing or built-in phase may take. */
export const PHASE_TIMEOUT_MS = 5 * 60_000
/** The time an agent stage may take when the pipeline does not say. */
export const DEFAULT_STAGE_TIMEOUT_MS = 30 * 60_000
/** The time a gate waits when the pipeline does not say. */
export const DEFAULT_GATE_TIMEOUT_MS = 24 * 60 * 60_000

/**
 * How Node starts a planner or a worker: with a young generation of 16 MiB, V8's own bound, from the start. Most of what
 * they make dies at once, which V8 takes as a reason to keep that space at 1 MiB and to collect sixteen times as often.
 */
export const NODE_FLAGS: readonly string[] = ['--min-semi-space-size=16']
