import {
  assertNever,
  boundSpending,
  workerRevocation,
  isUnpermitted,
  type JobRefusal,
  judgeOutcome,
  type Outcome,
  type ForgedMessage,
  type OutcomeMessage,
  type Policy,
  type WorkerMessage,
  type WorkPhase,
} from '@muster/core'
import type { Beat, Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import { type Proofs, readProofs } from './read-proofs.ts'
import { answerWorkers, askEffect, type Replies, reportEffect } from './settle-effects.ts'
import type { RefusalBound } from './refusal-bound.ts'
import { askJob, refusalOf } from './settle-jobs.ts'
import { askPermit } from './settle-permits.ts'

/**
 * Settles what workers told: outcomes are accepted once, refused and recorded when stale or forged, dropped when told
 * twice; of effects and permits that are asked for the answer is sent once it is committed. Refusals beyond a bound are
 * counted alone: those that are such whatever their run has come to trouble no beat.
 */
export async function settleOutcomes(
  deps: EngineDeps,
  beat: Beat,
  bound: RefusalBound,
  told: readonly (WorkerMessage | ForgedMessage)[],
): Promise<void> {
  const messages = told.filter((message) => !isRefused(message) || bound.tells(message, refusalOf(message)))
  if (messages.length === 0) return
  const replies: Replies = new Map()
  const proofs = await readProofs(deps.signer, messages)
  await beat.move(
    messages.map((message) => withinBound(bound, message, settleOne(message, replies, proofs, deps.policy))),
  )
  if (replies.size > 0) answerWorkers(deps, replies)
}

function isRefused(message: WorkerMessage | ForgedMessage): message is JobRefusal | ForgedMessage {
  return 'refused' in message || 'forged' in message
}

function withinBound(bound: RefusalBound, message: WorkerMessage | ForgedMessage, request: Request): Request {
  return {
    run: request.run,
    judge(state, row, revoked) {
      const fact = request.judge(state, row, revoked)
      if (fact?.kind !== 'attempt.refused' && fact?.kind !== 'effect.refused') return fact
      return bound.tells(message, fact) ? fact : null
    },
  }
}

function settleOne(
  message: WorkerMessage | ForgedMessage,
  replies: Replies,
  proofs: Proofs,
  policy: Policy,
): Request {
  if ('outcome' in message) return settleOutcome(message, proofs)
  if (isRefused(message)) return { run: message.run, judge: () => refusalOf(message) }
  if ('permit' in message) return askPermit(message, replies, proofs)
  if ('job' in message) return askJob(message, replies)
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
          if (workerRevocation(revoked, worker) !== null)
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
