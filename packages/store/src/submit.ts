import { digestOf, type Json, MusterError, QueueNames, type SubmissionJob } from '@muster/core'
import type { Queue } from 'bullmq'
import { answerTo } from './answer-to.ts'
import type { StoreConnection } from './connection.ts'
import { jobIdOf, openQueue, SUBMISSION_OPTIONS } from './queue.ts'

/** Puts a submission into the queue. Twice under one idempotency key is once; one that was refused may be sent again. */
export async function submitThroughQueue(connection: StoreConnection, job: SubmissionJob): Promise<void> {
  await withRuns(connection, (queue) => submit(queue, job))
}

/**
 * Submits and waits for the answer. Throws the MusterError with which it was refused, or MUSTER_INTERNAL when there
 * is no answer within `timeoutMs`: the submission stays in the queue, so asking again under the same key is safe.
 */
export async function submitAndWait(
  connection: StoreConnection,
  job: SubmissionJob,
  timeoutMs: number,
): Promise<Json> {
  return withRuns(connection, async (queue) => {
    const answered = await answerTo(queue, await submit(queue, job), timeoutMs)
    if (answered === null)
      throw new MusterError('MUSTER_INTERNAL', { reason: `no planner answered within ${timeoutMs} ms` })
    return answered.returnvalue as Json
  })
}

async function submit(queue: Queue<SubmissionJob>, job: SubmissionJob): Promise<string> {
  const id = jobIdOf(digestOf([job.tenant, job.project, job.idempotencyKey]))
  const earlier = await queue.getJob(id)
  if (earlier !== undefined && (await earlier.isFailed())) await earlier.remove()
  await queue.add('submit', job, { ...SUBMISSION_OPTIONS, jobId: id })
  return id
}

async function withRuns<T>(
  connection: StoreConnection,
  work: (queue: Queue<SubmissionJob>) => Promise<T>,
): Promise<T> {
  const queue = openQueue<SubmissionJob>(connection, QueueNames.runs)
  try {
    return await work(queue)
  } finally {
    await queue.close()
  }
}
