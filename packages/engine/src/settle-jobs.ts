import {
  assertNever,
  type EffectReply,
  type FactOf,
  type ForgedMessage,
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
    judge(state) {
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
          return refused(ask, `its job was refused: ${judgement.because}`)
        default:
          return assertNever(judgement)
      }
    },
  }
}

/** A job that a worker did nothing for, or what no worker told. */
export function refusalOf(message: JobRefusal | ForgedMessage): FactOf<'attempt.refused'> {
  return refused(message, 'forged' in message ? message.forged : `its job was refused: ${message.refused}`)
}

function refused(
  { stage, phase, attempt, fence, worker }: JobAsk | JobRefusal | ForgedMessage,
  because: string,
): FactOf<'attempt.refused'> {
  return { kind: 'attempt.refused', stage, phase: phase as WorkPhase, attempt, fence, worker, because }
}
