import { type GateView, MusterError, QueueNames, type VoteJob, type VoteJobAnswer } from '@muster/core'
import { answerTo } from './answer-to.ts'
import type { StoreConnection } from './connection.ts'
import { reviveError } from './error-answer.ts'
import { jobIdOf, openQueue, VOTE_OPTIONS } from './queue.ts'

/**
 * Puts a vote into the queue, waits for the answer and removes both. Throws the MusterError with which it was refused,
 * or MUSTER_INTERNAL when there is no answer within `timeoutMs`: the vote stays in the queue, and counts once however
 * often it is put there.
 */
export async function voteAndWait(
  connection: StoreConnection,
  job: VoteJob,
  timeoutMs: number,
): Promise<GateView> {
  const queue = openQueue<VoteJob>(connection, QueueNames.votes)
  try {
    const id = jobIdOf(job.signature)
    await queue.add('vote', job, { ...VOTE_OPTIONS, jobId: id })
    const answered = await answerTo(queue, id, timeoutMs)
    if (answered === null)
      throw new MusterError('MUSTER_INTERNAL', { reason: `no dashboard answered within ${timeoutMs} ms` })
    await answered.remove()
    const answer = answered.returnvalue as VoteJobAnswer
    if ('error' in answer) throw reviveError(JSON.stringify(answer))
    return answer.gate
  } finally {
    await queue.close()
  }
}
