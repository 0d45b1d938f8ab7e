import { PLANNER } from './actor.ts'
import type { Command } from './command.ts'
import { nodeOf } from './create-state.ts'
import type { Fact } from './fact.ts'
import type { GatePolicy, Verdict } from './gate.ts'
import { gateOf, tally, tierOfGate } from './gate-rule.ts'
import type { AgentNode, GateNode, StageId } from './graph.ts'
import { ownVote } from './own-vote.ts'
import { sendBackTargets, sentBackStages } from './send-back.ts'
import type { GateProgress, RunState } from './state.ts'
import { endUnworked, type EndStatus } from './status.ts'

/** What is to be done next about a stage that waits at its gate: of its own, or of its agent's plan. */
export function advanceGate(state: RunState, id: StageId, now: number): readonly Command[] {
  const node = nodeOf(state, id)
  const gate = state.gates.get(id)
  const policy = gateOf(node)
  if (gate === undefined || policy === null || (node.type !== 'agent' && node.type !== 'gate')) return []
  if (gate.decided?.verdict === 'reopened') return [{ do: 'open', stage: id }]
  const stopping = state.stopping.get(id)
  if (stopping !== undefined) return close(node, 'cancelled', stopping.reason, endUnworked(stopping.status))
  const own = ownVote(state, node, policy, gate)
  if (own !== null) return [record({ kind: 'gate.voted', stage: id, vote: own })]
  const count = tally(policy, tierOfGate(node), gate, now)
  if (count.kind === 'decided') return conclude(state, node, gate, count.verdict)
  if (!gate.expired || count.kind === 'held') return []
  return expire(node, policy, gate, now)
}

function conclude(
  state: RunState,
  node: AgentNode | GateNode,
  gate: GateProgress,
  verdict: 'approved' | 'rejected' | 'sent_back',
): readonly Command[] {
  const decision = { approved: 'approve', rejected: 'reject', sent_back: 'send-back' }[verdict]
  const said = gate.votes.findLast((vote) => vote.decision === decision)
  const word = verdict.replace('_', ' ')
  const reason = `${word} by ${said?.voter.name ?? PLANNER.name}${said?.comment ? `: ${said.comment}` : ''}`
  if (verdict !== 'sent_back')
    return close(node, verdict, reason, verdict === 'approved' ? 'succeeded' : 'failed')
  const to = node.type === 'agent' ? [node.id] : sendBackTargets(state, node)
  const comments = gate.votes.flatMap(({ decision: given, voter, comment }) =>
    given === 'send-back' ? [{ by: voter.name, comment: comment ?? '' }] : [],
  )
  return [
    record({ kind: 'gate.decided', stage: node.id, verdict, reason }),
    record({
      kind: 'gate.sent_back',
      stage: node.id,
      to,
      again: node.type === 'agent' ? [] : sentBackStages(state, node.id, to),
      review: { gate: node.id, round: gate.round, comments },
    }),
  ]
}

/** What is done when a round of a gate ends so. */
export function decisionCommands(
  state: RunState,
  id: StageId,
  verdict: 'approved' | 'rejected' | 'sent_back' | 'expired',
): readonly Command[] {
  const node = nodeOf(state, id)
  const gate = state.gates.get(id)
  if (gate === undefined || (node.type !== 'agent' && node.type !== 'gate')) return []
  if (verdict === 'expired') return close(node, 'expired', 'nobody decided in time', 'failed')
  return conclude(state, node, gate, verdict)
}

function expire(
  node: AgentNode | GateNode,
  { onTimeout, timeoutMs }: GatePolicy,
  gate: GateProgress,
  now: number,
): readonly Command[] {
  if (onTimeout.do === 'reject' || gate.escalated)
    return close(node, 'expired', 'nobody decided in time', 'failed')
  const approvers = [...new Set([...gate.approvers, ...onTimeout.approvers])]
  return [record({ kind: 'gate.escalated', stage: node.id, approvers, deadline: now + timeoutMs })]
}

/** An agent whose plan is not approved still walks its closing phases; one that is stopped is told so as ever. */
function close(
  { id: stage, type }: AgentNode | GateNode,
  verdict: Verdict,
  reason: string | null,
  status: EndStatus,
): readonly Command[] {
  const decided = record({ kind: 'gate.decided', stage, verdict, reason })
  if (type === 'gate') return [decided, record({ kind: 'stage.finished', stage, status, reason })]
  if (verdict === 'approved' || verdict === 'cancelled') return [decided]
  return [
    decided,
    record({ kind: 'stage.ending', stage, status, reason: `its plan was ${verdict}: ${reason}` }),
  ]
}

function record(fact: Fact): Command {
  return { do: 'record', fact }
}
