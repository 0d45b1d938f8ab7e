import { assertNever } from './assert.ts'
import { nodeOf, stageOf } from './create-state.ts'
import { ownVote } from './own-vote.ts'
import type { Fact, FactOf } from './fact.ts'
import { toDo } from './fold-agent.ts'
import { sendBack } from './fold-budget.ts'
import { reopen } from './fold-run.ts'
import { gateOf, tally, tierOfGate } from './gate-rule.ts'
import type { GateProgress, RunState } from './state.ts'

type GateFact = Extract<Fact, { kind: `gate.${string}` }>

/** Carries a gate past one more fact. */
export function foldGate(state: RunState, fact: GateFact, at: number): void {
  if (fact.kind === 'gate.opened') openGate(state, fact, at)
  else if (fact.kind === 'gate.sent_back') return takeBack(state, fact)
  const gate = state.gates.get(fact.stage)
  if (gate === undefined) throw new TypeError(`gate ${fact.stage} was never opened`)
  const next = fact.kind === 'gate.opened' ? gate : nextGate(gate, fact, at)
  state.gates.set(fact.stage, next)
  if (fact.kind === 'gate.decided') return release(state, next, fact)
  if (fact.kind === 'gate.refused' && fact.policy !== undefined) state.agenda.delete(fact.stage)
  if (next.decided === null) look(state, fact.stage, at)
}

function openGate(state: RunState, fact: FactOf<'gate.opened'>, at: number): void {
  const before = state.gates.get(fact.stage)
  const stage = stageOf(state, fact.stage)
  const agent = 'agent' in stage ? stage.agent : null
  state.stages.set(fact.stage, { status: 'waiting', startedAt: agent?.startedAt ?? at, agent })
  state.gates.set(fact.stage, {
    round: (before?.round ?? 0) + 1,
    openedAt: at,
    approvers: fact.approvers,
    deadline: fact.deadline,
    digest: fact.digest,
    plan: agent?.planDigest ?? null,
    binds: fact.binds ?? null,
    changed: fact.changed ?? [],
    actions: agent?.actions ?? [],
    escalated: false,
    expired: false,
    votes: [],
    heldUntil: null,
    reminded: 0,
    refused: 0,
    silenced: [],
    sentBack: before?.sentBack ?? 0,
    decided: null,
  })
}

function nextGate(
  gate: GateProgress,
  fact: Exclude<GateFact, { kind: 'gate.opened' | 'gate.sent_back' }>,
  at: number,
): GateProgress {
  switch (fact.kind) {
    case 'gate.voted':
      return { ...gate, votes: [...gate.votes, { ...fact.vote, at }] }
    case 'gate.refused':
      return {
        ...gate,
        refused: gate.refused + 1,
        silenced: fact.policy === undefined ? gate.silenced : [...gate.silenced, fact.voter.name],
      }
    case 'gate.reminded':
      return { ...gate, reminded: gate.reminded + 1 }
    case 'gate.expired':
      return { ...gate, expired: true }
    case 'gate.ripened':
      return gate
    case 'gate.escalated':
      return { ...gate, approvers: fact.approvers, deadline: fact.deadline, escalated: true, expired: false }
    case 'gate.decided':
      return {
        ...gate,
        sentBack: gate.sentBack + (fact.verdict === 'sent_back' ? 1 : 0),
        decided: { verdict: fact.verdict, reason: fact.reason, at },
      }
    default:
      return assertNever(fact)
  }
}

/** Puts a gate on the agenda when something is to be decided about it, and notes until when it is held. */
function look(state: RunState, id: string, at: number): void {
  const node = nodeOf(state, id)
  const policy = gateOf(node)
  const gate = state.gates.get(id)
  if (gate === undefined || policy === null || (node.type !== 'agent' && node.type !== 'gate')) return
  const count = tally(policy, tierOfGate(node), gate, at)
  const heldUntil = count.kind === 'held' ? count.until : null
  if (heldUntil !== gate.heldUntil) state.gates.set(id, { ...gate, heldUntil })
  const due = gate.expired && heldUntil === null
  if (due || count.kind === 'decided' || ownVote(state, node, policy, gate) !== null) state.agenda.add(id)
}

/** Hands the stage back to its agent: the clock of the agent stood still while its plan waited. */
function release(state: RunState, gate: GateProgress, fact: FactOf<'gate.decided'>): void {
  const stage = stageOf(state, fact.stage)
  if (stage.status !== 'waiting') return
  if (stage.agent === null) {
    if (fact.verdict === 'reopened') state.agenda.add(fact.stage)
    return
  }
  const waited = (gate.decided?.at ?? gate.openedAt) - gate.openedAt
  const { deadline } = stage.agent
  state.stages.set(fact.stage, { status: 'running', kind: 'agent', agent: stage.agent })
  toDo(state, fact.stage, {
    deadline: deadline === null ? null : deadline + waited,
    step: { kind: 'next', phase: 'EXECUTE', retry: false },
  })
}

/** Sends agents back to PLAN: the one that waits, or those that ended, with all that followed from them. */
function takeBack(state: RunState, { stage, to, again, review }: FactOf<'gate.sent_back'>): void {
  for (const id of to) sendBack(state, id, review)
  if (again.length > 0) return reopen(state, again)
  toDo(state, stage, {
    planDigest: null,
    actions: [],
    step: { kind: 'next', phase: 'PLAN', retry: true },
  })
}
