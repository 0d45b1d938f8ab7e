import {
  agentPrincipal,
  assertNever,
  denialOf,
  type EffectAsk,
  type EffectJudgement,
  type EffectReply,
  type EffectReport,
  type Fact,
  findRevocation,
  groundOf,
  isReadEffect,
  judgeEffect,
  judgeReport,
  type Policy,
  type PolicyGround,
  type RunRow,
  type RunState,
  stageResource,
  toMusterError,
} from '@muster/core'
import type { Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'

/** What is to be answered once the beat is committed, by the id of the request: the judgement made last counts. */
export type EffectReplies = Map<string, { readonly worker: string; readonly reply: EffectReply }>

/** A request for an effect: INTENT or refusal is recorded, and the answer left in `replies`. */
export function askEffect(ask: EffectAsk, replies: EffectReplies, policy: Policy): Request {
  const { id, worker } = ask
  const gone: EffectReply = { id, kind: 'denied', code: 'stale', reason: 'there is no such run' }
  replies.set(id, { worker, reply: gone })
  return {
    run: ask.run,
    judge(state, row, revoked) {
      const banned = findRevocation(revoked, row.tenant, 'worker', worker) !== null
      const judgement = banned ? deny(`worker \`${worker}\` is revoked`) : judgeEffect(state, ask)
      const { judged, ground } = askPolicy(policy, state, row, ask, judgement)
      replies.set(id, { worker, reply: replyOf(id, judged) })
      return factOf(ask, judged, ground)
    },
  }
}

/** What would be done for the first time policies must allow too. */
function askPolicy(
  policy: Policy,
  state: RunState,
  { tenant, project }: RunRow,
  { stage, phase, verb, target }: EffectAsk,
  judged: EffectJudgement,
): { readonly judged: EffectJudgement; readonly ground: PolicyGround | null } {
  const node = state.nodes.get(stage)
  if (judged.kind !== 'intended' || node?.type !== 'agent') return { judged, ground: null }
  const decision = policy.decide({
    tenant,
    action: 'effect.request',
    principal: agentPrincipal(node),
    resource: stageResource(project, state.graph, node),
    context: { phase, verb, target, reads: isReadEffect(verb, target) },
  })
  const ground = groundOf(decision)
  if (decision.allow) return { judged, ground }
  const reason = `policies do not let it: ${denialOf(decision)}`
  return { judged: { kind: 'denied', code: 'policy', reason, effect: judged.effect }, ground }
}

function deny(reason: string): EffectJudgement {
  return { kind: 'denied', code: 'stopping', reason, effect: null }
}

/** Not awaited: who hears nothing asks again. */
export function answerEffects({ dispatch, log }: EngineDeps, replies: EffectReplies): void {
  dispatch.answer([...replies.values()]).catch((error: unknown) => {
    log.warn({ error: toMusterError(error).message, effects: replies.size }, 'could not answer about effects')
  })
}

/** How an effect ended, recorded once. */
export function reportEffect(report: EffectReport): Request {
  return {
    run: report.run,
    judge(state) {
      const judgement = judgeReport(state, report)
      const { stage, worker, ended, reason, result, startedAt, finishedAt } = report
      switch (judgement.kind) {
        case 'duplicate':
          return null
        case 'refused': {
          const { effect, because } = judgement
          return { kind: 'effect.refused', stage, effect, ended, worker, because }
        }
        case 'accepted': {
          const { effect } = judgement
          return { kind: 'effect.ended', stage, effect, ended, reason, result, startedAt, finishedAt }
        }
        default:
          return assertNever(judgement)
      }
    },
  }
}

function factOf(ask: EffectAsk, judgement: EffectJudgement, ground: PolicyGround | null): Fact | null {
  const { run: _run, stage, ...asked } = ask
  const policy = ground === null ? {} : { policy: ground }
  switch (judgement.kind) {
    case 'intended':
      return { kind: 'effect.intended', stage, effect: judgement.effect, asked, ...policy }
    case 'denied': {
      const { code, reason, effect } = judgement
      return effect === null ? null : { kind: 'effect.denied', stage, effect, asked, code, reason, ...policy }
    }
    case 'granted':
    case 'recorded':
      return null
    default:
      return assertNever(judgement)
  }
}

function replyOf(id: string, judgement: EffectJudgement): EffectReply {
  switch (judgement.kind) {
    case 'intended':
    case 'granted':
      return { id, kind: 'granted', effect: judgement.effect }
    case 'denied':
      return { id, kind: 'denied', code: judgement.code, reason: judgement.reason }
    case 'recorded': {
      const { number, standing } = judgement.effect
      const result = standing.status === 'done' ? standing.result : { settled: standing.status }
      return { id, kind: 'recorded', effect: number, ended: 'done', result }
    }
    default:
      return assertNever(judgement)
  }
}
