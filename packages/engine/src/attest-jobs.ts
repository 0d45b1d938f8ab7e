import {
  type AttemptIdentity,
  type AttemptJob,
  type Clock,
  type Dispatch,
  needsPermit,
  type OutboxMessage,
  type Signer,
  sealedText,
  sha256,
} from '@muster/core'

/** How long a job may lie in its queue beside the time that its attempt may take. What waits longer is dispatched anew. */
const QUEUED_MS = 60 * 60_000

/**
 * A dispatch whose jobs are sealed as they are sent, and from T2 carry who they are, signed: so that what is kept of a
 * job, in the ledger or on the way, vouches for nothing. Signing takes longer than all else that is done for a phase of T0
 * or T1, a seal a hundredth of it.
 */
export function attestJobs(dispatch: Dispatch, signer: Signer, clock: Clock): Dispatch {
  function sealed(message: OutboxMessage): OutboxMessage {
    if (message.kind !== 'attempt') return message
    const { job } = message
    const at = clock()
    return { ...message, job: { ...job, seal: { at, mac: signer.seal(sealedText(job, at)) } } }
  }

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
      const all = messages.map(sealed)
      await dispatch.publish(signs ? await Promise.all(all.map(attested)) : all)
    },
  }
}

function identityOf(job: AttemptJob): AttemptIdentity {
  const { tenant, run, stage, phase, attempt, fence, tier, seal } = job
  return { tenant, run, stage, phase, attempt, fence, tier, job: sha256(sealedText(job, seal?.at ?? 0)) }
}
