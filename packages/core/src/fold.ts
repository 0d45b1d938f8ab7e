import { assertNever } from './assert.ts'
import { createState, nodeOf, reindex, stageOf } from './create-state.ts'
import { endStage, propose, stopStage } from './end-stage.ts'
import { describeFault, type Entry, type Fact, type FactOf, outputsOf } from './fact.ts'
import { tally } from './gate.ts'
import { type Graph, isContainer, type StageId } from './graph.ts'
import { isClosingPhase, nextPhase, type WorkPhase } from './phase.ts'
import { type AgentProgress, type GateProgress, ROOT, type RunState, type Step } from './state.ts'
import { isFailure } from './status.ts'

/** The state that a run's entries amount to. */
export function foldEntries(run: string, graph: Graph, entries: Iterable<Entry>): RunState {
  const state = createState(run, graph)
  for (const entry of entries) foldEntry(state, entry)
  return state
}

/** Carries a state past one more entry; entries must come in order, without gaps. */
export function foldEntry(state: RunState, entry: Entry): void {
  if (entry.seq !== state.seq + 1)
    throw new TypeError(`run ${state.run}: entry ${entry.seq} after ${state.seq}`)
  fold(state, entry.cause, entry.at)
  for (const effect of entry.effects) fold(state, effect, entry.at)
  state.seq = entry.seq
}

/** Carries a state past one fact. It applies what was decided and decides nothing. */
export function fold(state: RunState, fact: Fact, at: number): void {
  if ('stage' in fact) {
    state.agenda.delete(fact.stage)
    state.changed.add(fact.stage)
  }
  switch (fact.kind) {
    case 'run.submitted':
      state.submittedBy = fact.by
      state.graphDigest = fact.graph
      for (const { id } of state.graph.nodes) state.changed.add(id)
      state.yesToGates = fact.yesToGates
      return begin(state, at)
    case 'run.stopping':
      if (state.progress.status !== 'running') return
      state.progress = { status: 'running', stopping: { status: fact.status, reason: fact.reason } }
      state.deadline = null
      for (const node of state.graph.nodes) {
        if (node.parent === null) stopStage(state, node.id, { status: fact.status, reason: fact.reason })
      }
      return
    case 'run.retried':
      return retry(state, at)
    case 'run.finished':
      state.agenda.clear()
      state.deadline = null
      state.progress = { status: fact.status, reason: fact.reason, finishedAt: at }
      return
    case 'guard.decided':
      state.stages.set(fact.stage, { status: 'pending', guard: fact.passed })
      return void state.agenda.add(fact.stage)
    case 'condition.decided':
      return openContainer(state, fact.stage, fact.taken, at)
    case 'stage.started':
      return start(state, fact, at)
    case 'stage.ending':
      return setEnding(state, fact)
    case 'stage.timed_out':
      return stopStage(state, fact.stage, { status: 'timed_out', reason: 'it took longer than its timeout' })
    case 'stage.finished':
      return endStage(state, fact.stage, { status: fact.status, reason: fact.reason }, at)
    case 'attempt.dispatched':
      state.counters.set(fact.stage, { attempt: fact.attempt, fence: fact.fence })
      return setAgent(state, fact.stage, {
        step: { kind: 'dispatched', phase: fact.phase, at, notBefore: fact.notBefore },
      })
    case 'attempt.settled':
      return settle(state, fact)
    case 'attempt.refused':
      return
    case 'attempt.lost': {
      const { step } = agentOf(state, fact.stage)
      if (step.kind !== 'dispatched') return
      return toDo(state, fact.stage, { step: { kind: 'next', phase: step.phase, retry: false } })
    }
    case 'plan.clarified':
      return toDo(state, fact.stage, {
        clarification: fact.clarification,
        errors: [],
        step: { kind: 'next', phase: 'PLAN', retry: true },
      })
    case 'gate.opened':
    case 'gate.voted':
    case 'gate.expired':
    case 'gate.escalated':
    case 'gate.decided':
      return foldGate(state, fact, at)
    default:
      return assertNever(fact)
  }
}

function begin(state: RunState, at: number): void {
  state.progress = { status: 'running', stopping: null }
  state.startedAt = at
  state.deadline = state.graph.timeoutMs === null ? null : at + state.graph.timeoutMs
  for (const node of state.graph.nodes) if (node.parent === null) propose(state, node.id)
  if (state.open.get(ROOT) === 0) state.agenda.add(ROOT)
}

/** What did not succeed, what requires it and what holds it is pending again; counters go on. */
function retry(state: RunState, at: number): void {
  for (const id of toRetry(state)) {
    state.stages.set(id, { status: 'pending', guard: null })
    state.changed.add(id)
  }
  reindex(state)
  begin(state, at)
}

function toRetry(state: RunState): ReadonlySet<StageId> {
  const again = new Set<StageId>()
  const whole = new Set<StageId>()
  for (let size = -1; size < again.size; ) {
    size = again.size
    for (const { id, parent, requires } of state.graph.nodes) {
      const { status } = stageOf(state, id)
      const redo = requires.some((required) => again.has(required)) || (parent !== null && whole.has(parent))
      const unchosen = status === 'skipped' && parent !== null && again.has(parent)
      if (redo) whole.add(id)
      if (redo || unchosen || (status !== 'succeeded' && status !== 'skipped')) again.add(id)
    }
    for (const id of again) {
      const { parent } = nodeOf(state, id)
      if (parent !== null) again.add(parent)
    }
  }
  return again
}

function start(state: RunState, fact: FactOf<'stage.started'>, at: number): void {
  if (fact.brief === null) return openContainer(state, fact.stage, null, at)
  const attempt = (state.counters.get(fact.stage)?.attempt ?? 0) + 1
  state.counters.set(fact.stage, { attempt, fence: state.counters.get(fact.stage)?.fence ?? 0 })
  state.stages.set(fact.stage, {
    status: 'running',
    kind: 'agent',
    agent: {
      step: { kind: 'next', phase: 'BOOTSTRAP', retry: false },
      brief: fact.brief,
      startedAt: at,
      deadline: null,
      failures: 0,
      errors: [],
      clarification: null,
      planDigest: null,
      outputs: {},
      manifest: null,
      ending: null,
    },
  })
  state.agenda.add(fact.stage)
}

function openContainer(state: RunState, id: StageId, taken: 'then' | 'else' | null, at: number): void {
  const node = nodeOf(state, id)
  if (!isContainer(node)) return
  state.stages.set(id, { status: 'running', kind: 'container', startedAt: at, taken })
  const waiting = node.children.filter((child) => stageOf(state, child).status === 'pending')
  const places = node.type === 'parallel' ? (node.maxConcurrency ?? waiting.length) : waiting.length
  state.queued.set(id, waiting.slice(places))
  for (const child of waiting.slice(0, places)) propose(state, child)
  if (state.open.get(id) === 0) state.agenda.add(id)
}

function setEnding(state: RunState, fact: FactOf<'stage.ending'>): void {
  const { step } = agentOf(state, fact.stage)
  const following: WorkPhase | null =
    step.kind === 'settled' && isClosingPhase(step.phase) ? nextPhase(step.phase) : 'PACKAGE'
  state.stopping.delete(fact.stage)
  toDo(state, fact.stage, {
    ending: { status: fact.status, reason: fact.reason },
    step: following === null ? { kind: 'done' } : { kind: 'next', phase: following, retry: false },
  })
}

function settle(state: RunState, fact: FactOf<'attempt.settled'>): void {
  const node = nodeOf(state, fact.stage)
  const agent = agentOf(state, fact.stage)
  const { outcome, phase } = fact
  const step: Step = { kind: 'settled', phase, outcome }
  if (outcome.kind !== 'succeeded') {
    const error =
      outcome.kind === 'failed' ? describeFault(outcome.fault) : `${phase} took longer than its timeout.`
    return toDo(state, fact.stage, { step, failures: agent.failures + 1, errors: [...agent.errors, error] })
  }
  const { planDigest, manifest } = outcome.record
  toDo(state, fact.stage, {
    step,
    ...(phase === 'BOOTSTRAP' && node.type === 'agent' ? { deadline: fact.finishedAt + node.timeoutMs } : {}),
    ...(phase === 'PLAN' && typeof planDigest === 'string' ? { planDigest } : {}),
    ...(phase === 'EXECUTE' ? { outputs: outputsOf(outcome) } : {}),
    ...(phase === 'PACKAGE' && typeof manifest === 'string' ? { manifest } : {}),
  })
}

function foldGate(state: RunState, fact: Extract<Fact, { kind: `gate.${string}` }>, at: number): void {
  const gate = state.gates.get(fact.stage)
  if (fact.kind === 'gate.opened') {
    state.stages.set(fact.stage, { status: 'waiting', startedAt: at })
    state.gates.set(fact.stage, {
      round: (gate?.round ?? 0) + 1,
      openedAt: at,
      approvers: fact.approvers,
      deadline: fact.deadline,
      digest: fact.digest,
      escalated: false,
      expired: false,
      votes: [],
      decided: null,
    })
    if (state.yesToGates) state.agenda.add(fact.stage)
    return
  }
  if (gate === undefined) throw new TypeError(`gate ${fact.stage} was never opened`)
  const next = nextGate(gate, fact, at)
  state.gates.set(fact.stage, next)
  const node = nodeOf(state, fact.stage)
  if (next.decided !== null || node.type !== 'gate') return
  if (next.expired || tally(node.gate, next) !== null) state.agenda.add(fact.stage)
}

function nextGate(
  gate: GateProgress,
  fact: Extract<Fact, { kind: 'gate.voted' | 'gate.expired' | 'gate.escalated' | 'gate.decided' }>,
  at: number,
): GateProgress {
  switch (fact.kind) {
    case 'gate.voted':
      return { ...gate, votes: [...gate.votes, fact.vote] }
    case 'gate.expired':
      return { ...gate, expired: true }
    case 'gate.escalated':
      return { ...gate, approvers: fact.approvers, deadline: fact.deadline, escalated: true, expired: false }
    case 'gate.decided':
      return { ...gate, decided: { verdict: fact.verdict, reason: fact.reason, at } }
    default:
      return assertNever(fact)
  }
}

/** The agent at work on a stage. */
export function agentOf(state: RunState, id: StageId): AgentProgress {
  const stage = stageOf(state, id)
  if (stage.status !== 'running' || stage.kind !== 'agent') throw new TypeError(`no agent works on ${id}`)
  return stage.agent
}

function setAgent(state: RunState, id: StageId, change: Partial<AgentProgress>): void {
  state.stages.set(id, { status: 'running', kind: 'agent', agent: { ...agentOf(state, id), ...change } })
}

/** Changes an agent and puts it on the agenda. */
function toDo(state: RunState, id: StageId, change: Partial<AgentProgress>): void {
  setAgent(state, id, change)
  state.agenda.add(id)
}

/** Whether any of these stages ended in failure. */
export function anyFailed(state: RunState, ids: readonly StageId[]): boolean {
  return ids.some((id) => {
    const { status } = stageOf(state, id)
    return status !== 'pending' && status !== 'running' && status !== 'waiting' && isFailure(status)
  })
}
