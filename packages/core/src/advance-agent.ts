import { assertNever } from './assert.ts'
import type { Command } from './command.ts'
import { describeFault, type Fact } from './fact.ts'
import { counterOf, isClosing } from './fold-agent.ts'
import { budgetOf } from './fold-budget.ts'
import { doubtAfterExecute } from './fold-effect.ts'
import { gateOf } from './gate-rule.ts'
import type { AgentNode, Retries } from './graph.ts'
import type { Outcome } from './outcome.ts'
import { isClosingPhase, nextPhase, type WorkPhase } from './phase.ts'
import { attemptsBecause, BUDGET_FAULT, spentBecause } from './spend.ts'
import type { AgentProgress, RunState } from './state.ts'

/**
 * What is to be done next about an agent at work.
 *
 * B1. Nothing is planned or executed with a spent budget: a clarification comes first, and starts it anew.
 * B2. A plan is clarified at most as often as the budget says, through every retry of its run; then the agent is revoked.
 * B3. A plan that was clarified away is never executed, however the agent came by it.
 * B4. A plan that needs an approval is not executed without one of this very plan.
 */
export function advanceAgent(state: RunState, node: AgentNode, agent: AgentProgress, now: number): Command {
  const fact = nextFact(state, node, agent, now)
  const executes = fact.kind === 'attempt.dispatched' && fact.phase === 'EXECUTE'
  return executes && !isPlanApproved(state, node, agent)
    ? { do: 'open', stage: node.id }
    : { do: 'record', fact }
}

/** Whether the plan of an agent may be executed as far as people decide: the last round of its gate approved this plan. */
export function isPlanApproved(state: RunState, node: AgentNode, { planDigest }: AgentProgress): boolean {
  if (gateOf(node) === null) return true
  const gate = state.gates.get(node.id)
  return gate?.decided?.verdict === 'approved' && gate.plan === planDigest
}

function nextFact(state: RunState, node: AgentNode, agent: AgentProgress, now: number): Fact {
  const stage = node.id
  const stopping = state.stopping.get(stage)
  if (stopping?.status === 'revoked') return { kind: 'stage.finished', stage, ...stopping }
  if (stopping !== undefined && !isClosing(agent)) {
    return { kind: 'stage.ending', stage, ...stopping }
  }
  const { step } = agent
  switch (step.kind) {
    case 'next':
      return attempt(state, node, agent, step.phase, step.retry, now)
    case 'settled':
      if (step.phase === 'EXECUTE') {
        const doubt = doubtAfterExecute(state, node)
        if (doubt !== null) return { kind: 'stage.ending', stage, status: 'failed', reason: doubt }
      }
      if (step.outcome.kind !== 'succeeded')
        return answerFailure(state, node, agent, step.phase, step.outcome, now)
      return walkOn(state, node, agent, step.phase, now)
    case 'done':
      return conclude(node, agent)
    case 'dispatched':
      throw new TypeError(`nothing is to be decided about ${stage}: it is at work`)
    default:
      return assertNever(step)
  }
}

function walkOn(state: RunState, node: AgentNode, agent: AgentProgress, phase: WorkPhase, now: number): Fact {
  const next = nextPhase(phase)
  return next === null ? conclude(node, agent) : attempt(state, node, agent, next, false, now)
}

function conclude(node: AgentNode, agent: AgentProgress): Fact {
  const ending = agent.ending ?? { status: 'succeeded' as const, reason: null }
  return { kind: 'stage.finished', stage: node.id, ...ending }
}

/** A failure is clarified when it spends the budget, tried again while retries last, or ends the stage. */
function answerFailure(
  state: RunState,
  node: AgentNode,
  agent: AgentProgress,
  phase: WorkPhase,
  outcome: Exclude<Outcome, { kind: 'succeeded' }>,
  now: number,
): Fact {
  const stage = node.id
  if (outcome.kind === 'timed_out' && !isClosingPhase(phase) && agent.deadline !== null) {
    return { kind: 'stage.ending', stage, status: 'timed_out', reason: 'it took longer than its timeout' }
  }
  const retryable = outcome.kind === 'timed_out' || outcome.retryable
  const again = retryFrom(phase)
  const because = retryable && !isClosingPhase(phase) ? whySpent(state, node, again, outcome) : null
  if (because !== null) return clarify(state, node, agent, phase, because)
  if (retryable && agent.failures <= node.retries.max) {
    const wait = backoff(node.retries, agent.failures)
    return dispatch(state, node, agent, again, true, now, now + wait)
  }
  if (agent.ending !== null) return { kind: 'stage.ending', stage, ...agent.ending }
  const why = outcome.kind === 'failed' ? describeFault(outcome.fault) : 'it took too long'
  return { kind: 'stage.ending', stage, status: 'failed', reason: `${phase}: ${why}` }
}

/** What the failure of an attempt spent, as a sentence; null while the phase may be tried again. */
function whySpent(state: RunState, node: AgentNode, again: WorkPhase, outcome: Outcome): string | null {
  const { spent } = budgetOf(state, node.id)
  const stopped =
    outcome.kind === 'failed' && outcome.fault.code === BUDGET_FAULT ? outcome.fault.message : null
  return spentBecause(node.errorBudget, spent) ?? attemptsBecause(node.errorBudget, spent, again) ?? stopped
}

/** Holds B1 and B3. What was done may still be verified. */
function attempt(
  state: RunState,
  node: AgentNode,
  agent: AgentProgress,
  phase: WorkPhase,
  retry: boolean,
  now: number,
): Fact {
  if (phase === 'PLAN' || phase === 'EXECUTE' || phase === 'VERIFY') {
    const { spent, voided } = budgetOf(state, node.id)
    if (phase !== 'PLAN' && agent.planDigest !== null && voided.includes(agent.planDigest)) {
      const reason = `${phase}: its plan was clarified away and is void`
      return { kind: 'stage.ending', stage: node.id, status: 'failed', reason }
    }
    const because =
      (phase === 'VERIFY' ? null : spentBecause(node.errorBudget, spent)) ??
      attemptsBecause(node.errorBudget, spent, phase)
    if (because !== null) return clarify(state, node, agent, phase, because)
  }
  return dispatch(state, node, agent, phase, retry, now, now)
}

/** Holds B2. */
function clarify(
  state: RunState,
  node: AgentNode,
  agent: AgentProgress,
  phase: WorkPhase,
  because: string,
): Fact {
  const stage = node.id
  const { clarification, errors, said } = budgetOf(state, stage)
  if (phase === 'BOOTSTRAP' || phase === 'PREFLIGHT') {
    const reason = `${phase}: its budget is spent before it had a plan: ${because}`
    return { kind: 'stage.ending', stage, status: 'failed', reason }
  }
  const number = (clarification?.number ?? 0) + 1
  if (number > (node.errorBudget?.clarifications ?? 0)) {
    const reason = `its budget is spent: ${because}; its plan was clarified ${number - 1} times`
    return { kind: 'stage.finished', stage, status: 'revoked', reason }
  }
  const voids = agent.planDigest
  const learnt = said
  return {
    kind: 'plan.clarified',
    stage,
    clarification: { number, voids, because, errors, learnt, changes: null },
  }
}

/** Checking again cannot change what was done: a failed VERIFY tries EXECUTE again. */
function retryFrom(phase: WorkPhase): WorkPhase {
  return phase === 'VERIFY' ? 'EXECUTE' : phase
}

/** Milliseconds to wait before the try that follows the given number of failures. */
function backoff(retries: Retries, failures: number): number {
  if (retries.backoff === 'fixed') return Math.min(retries.delayMs, retries.maxDelayMs)
  return Math.min(retries.delayMs * 2 ** Math.min(failures - 1, 30), retries.maxDelayMs)
}

/** What waits is left to whoever is free then: a worker keeps warm what goes on at once. */
function dispatch(
  state: RunState,
  node: AgentNode,
  { home }: AgentProgress,
  phase: WorkPhase,
  retry: boolean,
  now: number,
  notBefore: number,
): Fact {
  const counter = counterOf(state, node.id)
  return {
    kind: 'attempt.dispatched',
    stage: node.id,
    phase,
    attempt: counter.attempt + (retry ? 1 : 0),
    fence: counter.fence + 1,
    notBefore,
    ...(home === null || notBefore > now ? {} : { home }),
  }
}
