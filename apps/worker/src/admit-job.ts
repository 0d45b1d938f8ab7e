import { type AttemptJob, type Log, toMusterError, type WorkerMessage } from '@muster/core'
import type { JobCheck } from '@muster/identity'
import type { AttemptAnswer } from '@muster/store'

/** How soon a job is looked at again that nobody can judge for want of a key. */
const KEYLESS_MS = 1_000
/** Longer than any name of ours: what a forger writes goes no further than this. */
const MAX_NAME = 256

export interface AdmissionDeps {
  /** The id of the worker. */
  readonly id: string
  readonly tiers: readonly number[]
  readonly jobs: JobCheck
  readonly log: Log
  append(message: WorkerMessage): Promise<unknown>
}

/**
 * Whether a job is one of the planners', as they sent it: null, or what becomes of it. Nothing in it is believed before:
 * whoever can write to the store can put anything into a queue. What is refused is dropped, and told to the planners.
 */
export async function admitJob(deps: AdmissionDeps, job: AttemptJob | null): Promise<AttemptAnswer | null> {
  let problem: string | null
  try {
    problem = await deps.jobs(job)
  } catch (error) {
    deps.log.error({ error: toMusterError(error).message }, 'jobs wait: they cannot be told from forged ones')
    return { retryInMs: KEYLESS_MS }
  }
  if (problem === null && job !== null && !deps.tiers.includes(job.tier))
    problem = `this worker does not serve T${job.tier}`
  if (problem === null) return null
  const name = nameOf(job)
  deps.log.warn({ ...name, problem }, 'a job was refused')
  // One that names no run has no place in the ledger.
  if (name.run !== '') await deps.append({ ...name, worker: deps.id, refused: problem })
  return { failed: `Refused: ${problem}.` }
}

function nameOf(job: Partial<Record<keyof AttemptJob, unknown>> | null) {
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_NAME) : '')
  const count = (value: unknown): number => (Number.isSafeInteger(value) ? (value as number) : 0)
  const { run, stage, phase, attempt, fence } = job ?? {}
  return {
    run: text(run),
    stage: text(stage) || 'none',
    phase: text(phase) || 'none',
    attempt: count(attempt),
    fence: count(fence),
  }
}
