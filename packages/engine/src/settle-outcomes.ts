import {
  assertNever,
  boundSpending,
  findRevocation,
  judgeOutcome,
  type Outcome,
  type OutcomeMessage,
  type Policy,
  type WorkerMessage,
  type WorkPhase,
} from '@muster/core'
import type { Beat, Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import { answerEffects, askEffect, type EffectReplies, reportEffect } from './settle-effects.ts'

/**
 * Settles what workers told: outcomes are accepted once, refused and recorded when stale, dropped when told twice; of
 * effects that are asked for the answer is sent once it is committed.
 */
export async function settleOutcomes(
  deps: EngineDeps,
  beat: Beat,
  messages: readonly WorkerMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const replies: EffectReplies = new Map()
  await beat.move(messages.map((message) => settleOne(message, replies, deps.policy)))
  if (replies.size > 0) answerEffects(deps, replies)
}

function settleOne(message: WorkerMessage, replies: EffectReplies, policy: Policy): Request {
  if ('outcome' in message) return settleOutcome(message)
  return 'ended' in message ? reportEffect(message) : askEffect(message, replies, policy)
}

function settleOutcome(message: OutcomeMessage): Request {
  return {
    run: message.run,
    judge(state, row, revoked) {
      const judgement = judgeOutcome(state, message)
      const { stage, attempt, fence, worker } = message
      const phase = message.phase as WorkPhase
      switch (judgement.kind) {
        case 'duplicate':
          return null
        case 'refused':
          return { kind: 'attempt.refused', stage, phase, attempt, fence, worker, because: judgement.because }
        case 'accepted': {
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
