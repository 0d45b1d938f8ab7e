import {
  agentId,
  agentOf,
  agentPrincipal,
  assertNever,
  denialOf,
  type EffectAsk,
  type EffectJudgement,
  type EffectReply,
  type EffectReport,
  type Fact,
  workerRevocation,
  groundOf,
  isReadEffect,
  judgeEffect,
  judgeReport,
  needsPermit,
  type Permit,
  type Policy,
  type PolicyGround,
  type RunRow,
  type RunState,
  type Signer,
  stageResource,
  toMusterError,
} from '@muster/core'
import type { Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import type { Proofs } from './read-proofs.ts'

interface Reply {
  readonly worker: string
  readonly reply: EffectReply
  /** What the reply permits: it is signed when it is sent. */
  readonly terms?: Permit
}

/** What is to be answered once the beat is committed, by the id of the request: the judgement made last counts. */
export type Replies = Map<string, Reply>

/** A request for an effect: INTENT or refusal is recorded, and the answer left in `replies`. */
export function askEffect(ask: EffectAsk, replies: Replies, proofs: Proofs, policy: Policy): Request {
  const { id, worker } = ask
  const gone: EffectReply = { id, kind: 'denied', code: 'stale', reason: 'there is no such run' }
  replies.set(id, { worker, reply: gone })
  return {
    run: ask.run,
    judge(state, row, revoked) {
      const banned = workerRevocation(revoked, worker) !== null
      const forged = proofs(ask, state, row)
      if (forged !== null) {
        const { stage, phase, attempt, fence } = ask
        replies.set(id, { worker, reply: { id, kind: 'denied', code: 'forged', reason: forged } })
        const because = `an effect was asked for, but ${forged}`
        return { kind: 'attempt.refused', stage, phase, attempt, fence, worker, because }
      }
      const judgement = banned ? deny(`worker \`${worker}\` is revoked`) : judgeEffect(state, ask)
      const { judged, ground } = askPolicy(policy, state, row, ask, judgement)
      const terms = termsOf(state, ask, judged)
      replies.set(id, { worker, reply: replyOf(id, judged), ...(terms === null ? {} : { terms }) })
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
export function answerWorkers({ dispatch, signer, log }: EngineDeps, replies: Replies): void {
  const signed = Promise.all([...replies.values()].map((reply) => sign(signer, reply)))
  signed
    .then((answers) => dispatch.answer(answers))
    .catch((error: unknown) => {
      log.warn({ error: toMusterError(error).message, replies: replies.size }, 'could not answer workers')
    })
}

async function sign(
  signer: Signer,
  { worker, reply, terms }: Reply,
): Promise<{ readonly worker: string; readonly reply: EffectReply }> {
  if (terms === undefined || (reply.kind !== 'granted' && reply.kind !== 'permitted'))
    return { worker, reply }
  return { worker, reply: { ...reply, permit: await signer.permit(terms) } }
}

/** What the permit of a granted effect says; null for what changes nothing, or is done below T2. */
function termsOf(state: RunState, ask: EffectAsk, judgement: EffectJudgement): Permit | null {
  const node = state.nodes.get(ask.stage)
  if (node?.type !== 'agent' || !needsPermit(node.tier)) return null
  if (judgement.kind !== 'intended' && judgement.kind !== 'granted') return null
  const { attempt, fence, holder, id, verb, target, digest } = ask
  if (isReadEffect(verb, target)) return null
  const plan = agentOf(state, ask.stage).planDigest ?? ''
  const agent = agentId(ask.run, ask.stage)
  return { agent, attempt, fence, tier: node.tier, plan, holder, effect: { id, verb, target, digest } }
}

/** How an effect ended, recorded once. */
export function reportEffect(report: EffectReport, proofs: Proofs): Request {
  return {
    run: report.run,
    judge(state, row) {
      const { stage, worker, ended, reason, result, startedAt, finishedAt } = report
      const forged = proofs(report, state, row)
      const judgement = judgeReport(state, report)
      if (forged !== null) {
        if (judgement.kind === 'duplicate') return null
        return { kind: 'effect.refused', stage, effect: judgement.effect, ended, worker, because: forged }
      }
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
  const { run: _run, stage, credential: _credential, ...asked } = ask
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
