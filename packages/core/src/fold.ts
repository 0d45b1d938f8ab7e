import { assertNever } from './assert.ts'
import { createState, stageOf } from './create-state.ts'
import { endStage, stopStage } from './end-stage.ts'
import type { Entry, Fact } from './fact.ts'
import { agentOf, counterOf, setAgent, setEnding, settleAttempt, startAgent, toDo } from './fold-agent.ts'
import { clarify } from './fold-budget.ts'
import { abandonEffects, foldEffect } from './fold-effect.ts'
import { foldGate } from './fold-gate.ts'
import { begin, openContainer, retry } from './fold-run.ts'
import type { Graph } from './graph.ts'
import type { RunState } from './state.ts'

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
  // What is asked for leaves the stage as it is, and so does a vote that does not count.
  if ('stage' in fact && !('effect' in fact) && fact.kind !== 'gate.refused') {
    state.agenda.delete(fact.stage)
    // A refusal may name a stage that somebody made up.
    if (state.nodes.has(fact.stage)) state.changed.add(fact.stage)
  }
  switch (fact.kind) {
    case 'run.submitted':
      state.submittedBy = fact.by
      state.graphDigest = fact.graph
      state.policy = fact.policy?.digest ?? null
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
    case 'agents.revoked':
      for (const stage of fact.stages) {
        state.changed.add(stage)
        stopStage(state, stage, { status: 'revoked', reason: fact.reason })
      }
      return
    case 'policy.denied':
      state.denials += 1
      return
    case 'run.retried':
      return retry(state, at, { from: fact.from })
    case 'run.resumed':
      state.resuming.set(fact.stage, fact.point)
      return retry(state, at, { resumed: fact.stage })
    case 'run.finished':
      state.agenda.clear()
      state.resuming.clear()
      state.deadline = null
      state.progress = { status: fact.status, reason: fact.reason, finishedAt: at }
      return
    case 'guard.decided':
      state.stages.set(fact.stage, { status: 'pending', guard: fact.passed })
      return void state.agenda.add(fact.stage)
    case 'stage.held': {
      const { because, stage, project = null } = fact
      const before = stageOf(state, stage)
      return void state.stages.set(stage, {
        status: 'pending',
        guard: before.status === 'pending' ? before.guard : null,
        held: { because, project },
      })
    }
    case 'stages.released':
      for (const id of fact.stages) {
        const stage = stageOf(state, id)
        if (stage.status !== 'pending') continue
        state.stages.set(id, { status: 'pending', guard: stage.guard })
        state.changed.add(id)
        state.agenda.add(id)
      }
      return
    case 'condition.decided':
      return openContainer(state, fact.stage, fact.taken, at)
    case 'stage.started':
      if (fact.policy !== undefined) state.policy = fact.policy
      if (fact.brief === null) return openContainer(state, fact.stage, null, at)
      return startAgent(state, fact.stage, fact.brief, at)
    case 'stage.ending':
      abandonEffects(state, fact.stage, at)
      return setEnding(state, fact)
    case 'stage.timed_out':
      return stopStage(state, fact.stage, { status: 'timed_out', reason: 'it took longer than its timeout' })
    case 'stage.finished':
      return endStage(state, fact.stage, { status: fact.status, reason: fact.reason }, at)
    case 'attempt.dispatched':
      state.counters.set(fact.stage, {
        ...counterOf(state, fact.stage),
        attempt: fact.attempt,
        fence: fact.fence,
      })
      return setAgent(state, fact.stage, {
        step: {
          kind: 'dispatched',
          phase: fact.phase,
          at,
          notBefore: fact.notBefore,
          home: fact.home ?? null,
        },
      })
    case 'attempt.settled':
      abandonEffects(state, fact.stage, at)
      return settleAttempt(state, fact)
    case 'attempt.refused':
      return
    case 'attempt.lost': {
      const { step } = agentOf(state, fact.stage)
      if (step.kind !== 'dispatched') return
      abandonEffects(state, fact.stage, at)
      return toDo(state, fact.stage, { home: null, step: { kind: 'next', phase: step.phase, retry: false } })
    }
    case 'permit.issued':
      return setAgent(state, fact.stage, { permit: { id: fact.permit, fence: fact.fence } })
    case 'plan.clarified':
      clarify(state, fact)
      return toDo(state, fact.stage, {
        planDigest: null,
        permit: null,
        actions: [],
        step: { kind: 'next', phase: 'PLAN', retry: true },
      })
    case 'gate.opened':
    case 'gate.voted':
    case 'gate.refused':
    case 'gate.reminded':
    case 'gate.expired':
    case 'gate.ripened':
    case 'gate.escalated':
    case 'gate.decided':
    case 'gate.sent_back':
      return foldGate(state, fact, at)
    case 'effect.intended':
    case 'effect.denied':
    case 'effect.ended':
    case 'effect.refused':
    case 'effect.settled':
      return foldEffect(state, fact, at)
    default:
      return assertNever(fact)
  }
}
