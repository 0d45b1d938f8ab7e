import {
  agentId,
  assertNever,
  type Fact,
  workerRevocation,
  judgePermit,
  nodeOf,
  type PermitAsk,
} from '@muster/core'
import type { Request } from './beat.ts'
import type { Proofs } from './read-proofs.ts'
import type { Replies } from './settle-effects.ts'

/** A request to EXECUTE: granted and recorded, or refused and recorded. What is granted is signed once it is committed. */
export function askPermit(ask: PermitAsk, replies: Replies, proofs: Proofs): Request {
  const { permit, stage, attempt, fence, worker, plan, holder } = ask
  const refuse = (reason: string): void =>
    void replies.set(permit, { worker, reply: { id: permit, kind: 'denied', code: 'unpermitted', reason } })
  refuse('there is no such run')
  return {
    run: ask.run,
    judge(state, row, revoked): Fact | null {
      const refused = (because: string): Fact => {
        refuse(because)
        return { kind: 'attempt.refused', stage, phase: 'EXECUTE', attempt, fence, worker, because }
      }
      const forged = proofs(ask, state, row)
      if (forged !== null) return refused(`a permit was asked for, but ${forged}`)
      if (workerRevocation(revoked, worker) !== null) return refused(`worker \`${worker}\` is revoked`)
      const judgement = judgePermit(state, ask)
      if (judgement.kind === 'refused') return refused(judgement.because)
      const node = nodeOf(state, stage)
      if (node.type !== 'agent') return refused('the stage has no agent')
      const { tier } = node
      const terms = { agent: agentId(ask.run, stage), attempt, fence, tier, plan, holder, effect: null }
      replies.set(permit, { worker, reply: { id: permit, kind: 'permitted', permit: '' }, terms })
      switch (judgement.kind) {
        case 'again':
          return null
        case 'issued':
          return { kind: 'permit.issued', stage, permit, attempt, fence, tier, plan, worker }
        default:
          return assertNever(judgement)
      }
    },
  }
}
