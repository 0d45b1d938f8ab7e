import {
  errorBodyOf,
  type Log,
  MusterError,
  QueueNames,
  type Service,
  type VoteJob,
  type VoteJobAnswer,
} from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { KEEP_VOTES } from './queue.ts'
import { createQueueWorker } from './queue-worker.ts'

/** Votes taken at once; the ledger settles them together. */
const CONCURRENCY = 16

/**
 * Takes the votes in the queue. What `take` answers, and a refusal that is the voter's own affair, is the return value
 * of the job; after anything else it is tried again.
 */
export function createVotesWorker(
  connection: StoreConnection,
  take: (job: VoteJob) => Promise<VoteJobAnswer>,
  log: Log,
): Service {
  return createQueueWorker<VoteJob, VoteJobAnswer>(connection, {
    name: QueueNames.votes,
    concurrency: CONCURRENCY,
    keep: KEEP_VOTES,
    async process(job) {
      try {
        return await take(job.data)
      } catch (error) {
        if (error instanceof MusterError && error.status < 500) return errorBodyOf(error)
        throw error
      }
    },
    log,
  })
}
