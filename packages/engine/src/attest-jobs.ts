import {
  type AttemptJob,
  type Clock,
  type Dispatch,
  needsPermit,
  type OutboxMessage,
  type Signer,
} from '@muster/core'

/** How long a job may lie in its queue beside the time that its attempt may take. What waits longer is dispatched anew. */
const QUEUED_MS = 60 * 60_000

/**
 * A dispatch whose jobs of T2 and above carry who they are, signed as they are sent: so that what is kept of a job, in
 * the ledger or on the way, holds no credential.
 */
export function attestJobs(dispatch: Dispatch, signer: Signer, clock: Clock): Dispatch {
  async function attested(message: OutboxMessage): Promise<OutboxMessage> {
    if (message.kind !== 'attempt' || !needsPermit(message.tier)) return message
    const { job, notBefore } = message
    const until = Math.max(clock(), notBefore) + job.timeoutMs + QUEUED_MS
    return { ...message, job: { ...job, credential: await signer.attest(identityOf(job), until) } }
  }

  return {
    ...dispatch,
    async publish(messages) {
      const signs = messages.some((message) => message.kind === 'attempt' && needsPermit(message.tier))
      await dispatch.publish(signs ? await Promise.all(messages.map(attested)) : messages)
    },
  }
}

function identityOf({ tenant, run, stage, phase, attempt, fence, tier }: AttemptJob) {
  return { tenant, run, stage, phase, attempt, fence, tier }
}
