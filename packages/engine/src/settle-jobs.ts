import {
  assertNever,
  type EffectReply,
  type Fact,
  type JobAsk,
  type JobRefusal,
  judgeJob,
  type WorkPhase,
} from '@muster/core'
import type { Request } from './beat.ts'
import type { Replies } from './settle-effects.ts'

/** Whether an attempt is to be worked: what was forged, or came a second time, is recorded. */
export function askJob(ask: JobAsk, replies: Replies): Request {
  const { job: id, worker } = ask
  const reply = (answer: EffectReply): void => void replies.set(id, { worker, reply: answer })
  const deny = (reason: string): void => reply({ id, kind: 'denied', code: 'unpermitted', reason })
  deny('there is no such run')
  return {
    run: ask.run,
    judge(state): Fact | null {
      const judgement = judgeJob(state, ask)
      switch (judgement.kind) {
        case 'stands':
          reply({ id, kind: 'stands' })
          return null
        case 'stopped':
          deny('its agent was stopped')
          return null
        case 'refused':
          deny(judgement.because)
          return refusalOf(ask, judgement.because)
        default:
          return assertNever(judgement)
      }
    },
  }
}

/** A job that a worker did nothing for. */
export function refuseJob(refusal: JobRefusal): Request {
  return { run: refusal.run, judge: () => refusalOf(refusal, refusal.refused) }
}

function refusalOf(job: JobAsk | JobRefusal, why: string): Fact {
  const { stage, attempt, fence, worker } = job
  const because = `its job was refused: ${why}`
  return { kind: 'attempt.refused', stage, phase: job.phase as WorkPhase, attempt, fence, worker, because }
}
