import { declaredEffect, isReadEffect } from './declared-effect.ts'
import {
  type EffectAsk,
  type EffectDenial,
  type EffectProgress,
  type EffectReport,
  MAX_EFFECTS,
} from './effect.ts'
import { counterOf } from './fold-agent.ts'
import { budgetOf } from './fold-budget.ts'
import { effectsOf, isDoubtful } from './fold-effect.ts'
import type { AgentNode } from './graph.ts'
import { spentBecause } from './spend.ts'
import type { AgentProgress, RunState } from './state.ts'
import { reachOf, refuseReach } from './tier-effects.ts'

export type EffectJudgement =
  /** INTENT is to be recorded, and then the worker is told to do it. */
  | { readonly kind: 'intended'; readonly effect: number }
  /** The same request was granted before: its answer was lost. */
  | { readonly kind: 'granted'; readonly effect: number }
  /** It was done before. */
  | { readonly kind: 'recorded'; readonly effect: EffectProgress }
  | {
      readonly kind: 'denied'
      readonly code: EffectDenial
      readonly reason: string
      /** Its number in the record; null when nothing may be recorded of this agent any more. */
      readonly effect: number | null
    }

/**
 * Whether an agent may act on the world.
 *
 * E1. Only the attempt now dispatched may, under its fence, and nothing that stops or has ended.
 * E2. What changes anything is in the plan, by verb, target and what parameters the plan states, and only EXECUTE does
 *     it, at a tier that may. What only reads is in the plan too, except in PLAN, which has none yet.
 * E3. A key that was done is answered from the record; a key that failed, or did not happen, may be tried again.
 * E4. While it is unknown whether an effect of the agent happened, nothing at T2 or above changes anything, whatever
 *     its key.
 */
export function judgeEffect(state: RunState, ask: EffectAsk): EffectJudgement {
  const node = state.nodes.get(ask.stage)
  const stage = state.stages.get(ask.stage)
  if (node?.type !== 'agent' || stage?.status !== 'running' || stage.kind !== 'agent')
    return unrecorded('stopping', 'the stage is not at work')
  const effects = effectsOf(state, ask.stage)
  const denied = (code: EffectDenial, reason: string): EffectJudgement =>
    effects.length < MAX_EFFECTS
      ? { kind: 'denied', code, reason, effect: effects.length + 1 }
      : unrecorded('limit', `an agent may ask for ${MAX_EFFECTS} effects`)

  const same = effects.findLast(({ asked }) => asked.id === ask.id)
  if (same !== undefined) return again(same)
  const stopped = state.stopping.has(ask.stage) || stage.agent.ending !== null
  if (stopped) return denied('stopping', 'the agent is being stopped')
  const stale = staleness(state, ask, stage.agent)
  if (stale !== null) return denied('stale', stale)

  const refusal = refuse(state, ask, node, stage.agent)
  if (refusal !== null) return denied(...refusal)
  const ofKey = effects.filter(({ asked, standing }) => asked.key === ask.key && standing.status !== 'denied')
  // What a person settled may be older than another try to read the same.
  const before = ofKey.find(isDone) ?? ofKey.at(-1)
  const reads = isReadEffect(ask.verb, ask.target)
  if (before !== undefined) {
    const { asked, standing } = before
    if (asked.verb !== ask.verb || asked.target !== ask.target || asked.digest !== ask.digest)
      return denied('conflict', `its key belongs to effect ${before.number}, which is another one`)
    if (isDone(before)) return { kind: 'recorded', effect: before }
    if (standing.status === 'intended' && asked.holder === ask.holder)
      return denied('busy', `effect ${before.number} with this key is under way`)
  }
  if (!reads) {
    const doubtful = effects.find((effect) => isDoubtful(effect, ask.holder))
    if (doubtful !== undefined)
      return denied(
        'unknown',
        `it is unknown whether effect ${doubtful.number} happened, which a person must settle`,
      )
  }
  if (effects.length >= MAX_EFFECTS) return unrecorded('limit', `an agent may ask for ${MAX_EFFECTS} effects`)
  return { kind: 'intended', effect: effects.length + 1 }
}

function isDone({ standing }: EffectProgress): boolean {
  return standing.status === 'done' || standing.status === 'happened'
}

/** How a request is answered that was judged before: its answer may have been lost. */
function again(effect: EffectProgress): EffectJudgement {
  const { standing } = effect
  switch (standing.status) {
    case 'intended':
      return { kind: 'granted', effect: effect.number }
    case 'denied':
      return unrecorded(standing.code, standing.reason)
    case 'done':
    case 'happened':
      return { kind: 'recorded', effect }
    case 'failed':
    case 'unknown':
    case 'did_not_happen':
      return unrecorded('stale', `effect ${effect.number} is over`)
  }
}

function staleness(state: RunState, ask: EffectAsk, { step }: AgentProgress): string | null {
  const { fence } = counterOf(state, ask.stage)
  if (ask.fence !== fence) return `its fence is ${ask.fence}, that of the agent ${fence}`
  if (step.kind !== 'dispatched') return 'its attempt has ended'
  return step.phase === ask.phase ? null : `${step.phase} was dispatched, not ${ask.phase}`
}

/** Why an agent at work may not do this, or null when it may: by tier, phase, template, plan and budget. */
function refuse(
  state: RunState,
  { verb, target, digest, phase }: EffectAsk,
  node: AgentNode,
  agent: AgentProgress,
): readonly [EffectDenial, string] | null {
  const { declaration, problem } = declaredEffect(
    state.graph.templates[node.template]?.effects ?? [],
    verb,
    target,
  )
  if (problem !== null) return ['undeclared', problem]
  const reach = reachOf(declaration, verb, target)
  const refusal = refuseReach(node.tier, reach)
  if (refusal !== null) return ['tier', refusal]
  const phases = reach === 'read' ? ['PLAN', 'EXECUTE', 'VERIFY'] : ['EXECUTE']
  if (!phases.includes(phase)) return ['phase', `${phase} may not do this, only ${phases.join(', ')}`]
  if (phase !== 'PLAN') {
    const planned = agent.actions.filter((action) => action.verb === verb && action.target === target)
    if (planned.length === 0) return ['plan', `the plan has no action \`${verb}\` on \`${target}\``]
    if (!planned.some((action) => action.digest === undefined || action.digest === digest))
      return ['plan', `the plan has \`${verb}\` on \`${target}\` with other parameters`]
  }
  const spent = spentBecause(node.errorBudget, budgetOf(state, node.id).spent)
  return spent === null ? null : ['budget', `the budget of the agent is spent: ${spent}`]
}

function unrecorded(code: EffectDenial, reason: string): EffectJudgement {
  return { kind: 'denied', code, reason, effect: null }
}

export type ReportJudgement =
  | { readonly kind: 'accepted'; readonly effect: number }
  /** It was told before, or belongs to nothing that is recorded. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly effect: number; readonly because: string }

/** Whether how an effect ended may be recorded: once, by who was granted it, and while its attempt is at work. */
export function judgeReport(state: RunState, report: EffectReport): ReportJudgement {
  const stage = state.stages.get(report.stage)
  const effect = effectsOf(state, report.stage).findLast(({ asked }) => asked.id === report.id)
  if (effect === undefined || stage?.status !== 'running') return { kind: 'duplicate' }
  const { asked, number, standing } = effect
  if (standing.status === 'intended' && asked.fence === report.fence && asked.holder === report.holder)
    return { kind: 'accepted', effect: number }
  if (standing.status !== 'unknown' || standing.told) return { kind: 'duplicate' }
  return {
    kind: 'refused',
    effect: number,
    because: 'its attempt was over, or was taken over by another worker',
  }
}
