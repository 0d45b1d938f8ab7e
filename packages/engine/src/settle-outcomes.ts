import {
  assertNever,
  boundSpending,
  findRevocation,
  judgeOutcome,
  type Outcome,
  type OutcomeMessage,
  type WorkPhase,
} from '@muster/core'
import type { Beat, Request } from './beat.ts'

/** Settles what workers reported: accepted once, refused and recorded when stale, dropped when told twice. */
export async function settleOutcomes(beat: Beat, outcomes: readonly OutcomeMessage[]): Promise<void> {
  if (outcomes.length > 0) await beat.move(outcomes.map(settleOne))
}

function settleOne(message: OutcomeMessage): Request {
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
