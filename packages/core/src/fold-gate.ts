import { assertNever } from './assert.ts'
import { nodeOf } from './create-state.ts'
import type { Fact } from './fact.ts'
import { tally } from './gate.ts'
import type { GateProgress, RunState } from './state.ts'

/** Carries a gate past one more fact. */
export function foldGate(state: RunState, fact: Extract<Fact, { kind: `gate.${string}` }>, at: number): void {
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
