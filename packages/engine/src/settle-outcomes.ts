import {
  assertNever,
  boundSpending,
  findRevocation,
  isUnpermitted,
  judgeOutcome,
  type Outcome,
  type OutcomeMessage,
  type Policy,
  type WorkerMessage,
  type WorkPhase,
} from '@muster/core'
import type { Beat, Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import { type Proofs, readProofs } from './read-proofs.ts'
import { answerWorkers, askEffect, type Replies, reportEffect } from './settle-effects.ts'
import { askJob, refuseJob } from './settle-jobs.ts'
import { askPermit } from './settle-permits.ts'

/**
 * Settles what workers told: outcomes are accepted once, refused and recorded when stale or forged, dropped when told
 * twice; of effects and permits that are asked for the answer is sent once it is committed.
 */
export async function settleOutcomes(
  deps: EngineDeps,
  beat: Beat,
  messages: readonly WorkerMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const replies: Replies = new Map()
  const proofs = await readProofs(deps.signer, messages)
  await beat.move(messages.map((message) => settleOne(message, replies, proofs, deps.policy)))
  if (replies.size > 0) answerWorkers(deps, replies)
}

function settleOne(message: WorkerMessage, replies: Replies, proofs: Proofs, policy: Policy): Request {
  if ('outcome' in message) return settleOutcome(message, proofs)
  if ('permit' in message) return askPermit(message, replies, proofs)
  if ('job' in message) return askJob(message, replies)
  if ('refused' in message) return refuseJob(message)
  return 'ended' in message ? reportEffect(message, proofs) : askEffect(message, replies, proofs, policy)
}

function settleOutcome(message: OutcomeMessage, proofs: Proofs): Request {
  return {
    run: message.run,
    judge(state, row, revoked) {
      const { stage, attempt, fence, worker } = message
      const phase = message.phase as WorkPhase
      const forged = proofs(message, state, row)
      if (forged !== null)
        return { kind: 'attempt.refused', stage, phase, attempt, fence, worker, because: forged }
      const judgement = judgeOutcome(state, message)
      switch (judgement.kind) {
        case 'duplicate':
          return null
        case 'refused':
          return { kind: 'attempt.refused', stage, phase, attempt, fence, worker, because: judgement.because }
        case 'accepted': {
          if (isUnpermitted(state, message))
            return {
              kind: 'attempt.refused',
              stage,
              phase,
              attempt,
              fence,
              worker,
              because: 'it EXECUTEd without a permit',
            }
          // What a revoked worker did is void: somebody else does it, under a new fence.
          if (findRevocation(revoked, row.tenant, 'worker', worker) !== null)
            return {
              kind: 'attempt.lost',
              stage,
              fence,
              because: `the outcome of revoked worker \`${worker}\` is refused`,
            }
          const { startedAt, finishedAt, warm } = message
          const outcome = bounded(message.outcome)
          return {
            kind: 'attempt.settled',
            stage,
            phase,
            attempt,
            fence,
            worker,
            startedAt,
            finishedAt,
            outcome,
            ...(warm === true ? { warm } : {}),
          }
        }
        default:
          return assertNever(judgement)
      }
    },
  }
}

/** An outcome as it goes down in the ledger: what it says was spent is a worker's word. */
function bounded(outcome: Outcome): Outcome {
  if (outcome.spent === undefined) return outcome
  const { spent: given, ...rest } = outcome
  const spent = boundSpending(given)
  return spent === undefined ? rest : { ...rest, spent }
}
