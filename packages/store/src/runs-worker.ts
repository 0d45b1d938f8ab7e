import { type Json, type Log, MusterError, QueueNames, type Service, type SubmissionJob } from '@muster/core'
import { UnrecoverableError } from 'bullmq'
import type { StoreConnection } from './connection.ts'
import { describeError } from './error-answer.ts'
import { createQueueWorker } from './queue-worker.ts'

/** Submissions admitted at once; the ledger settles them together. */
const CONCURRENCY = 16

/**
 * Admits what scripts submit through the queue; what `admit` answers is the script's answer. A MusterError of the
 * submitter's own making is his answer at once; anything else is tried again.
 */
export function createRunsWorker(
  connection: StoreConnection,
  admit: (job: SubmissionJob, jobId: string) => Promise<Json>,
  log: Log,
): Service {
  return createQueueWorker<SubmissionJob, Json>(connection, {
    name: QueueNames.runs,
    concurrency: CONCURRENCY,
    async process(job) {
      try {
        return await admit(job.data, job.id ?? '')
      } catch (error) {
        if (error instanceof MusterError && error.status < 500)
          throw new UnrecoverableError(describeError(error))
        throw error
      }
    },
    log,
  })
}
