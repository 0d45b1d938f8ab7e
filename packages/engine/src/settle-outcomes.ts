import { assertNever, judgeOutcome, type OutcomeMessage, type WorkPhase } from '@muster/core'
import type { Beat, Request } from './beat.ts'

/** Settles what workers reported: accepted once, refused and recorded when stale, dropped when told twice. */
export async function settleOutcomes(beat: Beat, outcomes: readonly OutcomeMessage[]): Promise<void> {
  if (outcomes.length > 0) await beat.move(outcomes.map(settleOne))
}

function settleOne(message: OutcomeMessage): Request {
  return {
    run: message.run,
    judge(state) {
      const judgement = judgeOutcome(state, message)
      const { stage, attempt, fence, worker } = message
      const phase = message.phase as WorkPhase
      switch (judgement.kind) {
        case 'duplicate':
          return null
        case 'refused':
          return { kind: 'attempt.refused', stage, phase, attempt, fence, worker, because: judgement.because }
        case 'accepted': {
          const { startedAt, finishedAt, outcome, warm } = message
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
