import { nodeOf, stageOf } from './create-state.ts'
import { type FactOf, outputsOf } from './fact.ts'
import { chargeAttempt, takePlan } from './fold-budget.ts'
import { plannedActions } from './fold-effect.ts'
import type { StageId } from './graph.ts'
import { gateOf } from './gate-rule.ts'
import { isClosingPhase, nextPhase, type WorkPhase } from './phase.ts'
import type { AgentProgress, Counter, RunState, Step } from './state.ts'

const UNCOUNTED: Counter = { attempt: 0, fence: 0, settled: 0 }

/** The agent at work on a stage. */
export function agentOf(state: RunState, id: StageId): AgentProgress {
  const stage = stageOf(state, id)
  if (stage.status !== 'running' || stage.kind !== 'agent') throw new TypeError(`no agent works on ${id}`)
  return stage.agent
}

/** The attempt that a stage now waits for, or null when none is dispatched. */
export function dispatchedStep(state: RunState, id: StageId): Extract<Step, { kind: 'dispatched' }> | null {
  const stage = state.stages.get(id)
  if (stage?.status !== 'running' || stage.kind !== 'agent') return null
  return stage.agent.step.kind === 'dispatched' ? stage.agent.step : null
}

/** Whether how an agent ends can no longer change: it is decided, or its closing phases have begun. */
export function isClosing({ ending, step }: AgentProgress): boolean {
  return ending !== null || step.kind === 'done' || isClosingPhase(step.phase)
}

/** The counters of a stage; all zero before its first agent. */
export function counterOf(state: RunState, id: StageId): Counter {
  return state.counters.get(id) ?? UNCOUNTED
}

/** Changes an agent at work. */
export function setAgent(state: RunState, id: StageId, change: Partial<AgentProgress>): void {
  state.stages.set(id, { status: 'running', kind: 'agent', agent: { ...agentOf(state, id), ...change } })
}

/** Changes an agent and puts it on the agenda. */
export function toDo(state: RunState, id: StageId, change: Partial<AgentProgress>): void {
  setAgent(state, id, change)
  state.agenda.add(id)
}

/** Puts an agent to work on a stage: from its beginning, or from where the stage is resumed. */
export function startAgent(state: RunState, id: StageId, brief: string, at: number): void {
  const counter = counterOf(state, id)
  const point = state.resuming.get(id) ?? null
  state.resuming.delete(id)
  state.counters.set(id, { ...counter, attempt: counter.attempt + 1 })
  state.stages.set(id, {
    status: 'running',
    kind: 'agent',
    agent: {
      step: { kind: 'next', phase: (point && nextPhase(point.phase)) ?? 'BOOTSTRAP', retry: false },
      home: null,
      brief,
      startedAt: at,
      deadline: null,
      failures: 0,
      planDigest: point?.planDigest ?? null,
      permit: null,
      checkpoint: point?.checkpoint ?? null,
      actions: point?.actions ?? [],
      outputs: point?.outputs ?? {},
      manifest: null,
      ending: null,
    },
  })
  state.agenda.add(id)
}

/** Settles how an agent is to end, and sends it through its closing phases. */
export function setEnding(state: RunState, fact: FactOf<'stage.ending'>): void {
  const { step } = agentOf(state, fact.stage)
  const following: WorkPhase | null =
    step.kind === 'settled' && isClosingPhase(step.phase) ? nextPhase(step.phase) : 'PACKAGE'
  state.stopping.delete(fact.stage)
  toDo(state, fact.stage, {
    ending: { status: fact.status, reason: fact.reason },
    step: following === null ? { kind: 'done' } : { kind: 'next', phase: following, retry: false },
  })
}

/** Takes what an attempt came to. */
export function settleAttempt(state: RunState, fact: FactOf<'attempt.settled'>): void {
  const node = nodeOf(state, fact.stage)
  const agent = agentOf(state, fact.stage)
  const { outcome, phase, fence } = fact
  const checkpoint = outcome.checkpoint ?? agent.checkpoint
  state.counters.set(fact.stage, { ...counterOf(state, fact.stage), settled: fence })
  chargeAttempt(state, fact)
  const step: Step = { kind: 'settled', phase, outcome }
  const home = fact.warm === true ? fact.worker : null
  if (outcome.kind !== 'succeeded')
    return toDo(state, fact.stage, { step, home, checkpoint, failures: agent.failures + 1 })
  if (phase === 'PLAN') takePlan(state, fact.stage, outcome.record)
  const { plan, planDigest, manifest } = outcome.record
  const acts =
    node.type === 'agent' &&
    (state.graph.templates[node.template]?.effects !== undefined || gateOf(node) !== null)
  toDo(state, fact.stage, {
    step,
    home,
    checkpoint,
    ...(agent.deadline === null && node.type === 'agent'
      ? { deadline: fact.finishedAt + node.timeoutMs }
      : {}),
    ...(phase === 'PLAN' && typeof planDigest === 'string' ? { planDigest } : {}),
    ...(phase === 'PLAN' && acts ? { actions: plannedActions(plan) } : {}),
    ...(phase === 'EXECUTE' ? { outputs: outputsOf(outcome) } : {}),
    ...(phase === 'PACKAGE' && typeof manifest === 'string' ? { manifest } : {}),
  })
}
