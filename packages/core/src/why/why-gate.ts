import { quorumOf } from '../gate.ts'
import type { GateNode } from '../graph.ts'
import { agentId } from '../name.ts'
import type { GateProgress, RunState } from '../state.ts'
import { counted, named, type Wait } from './wait.ts'

/** What an open gate waits for. */
export function whyGate(state: RunState, node: GateNode): Wait | null {
  const gate = state.gates.get(node.id)
  if (gate === undefined) return null
  const id = agentId(state.run, node.id)
  const needed = quorumOf(node.gate)
  const approvals = gate.votes.filter(({ decision }) => decision === 'approve').length
  const barred = node.gate.allowAuthor
    ? ''
    : `; \`${state.submittedBy.name}\`, who started the run, may not decide`
  return {
    kind: 'gate',
    stage: node.id,
    since: gate.openedAt,
    why: `it has ${approvals} of ${counted(needed, 'approval')}${barred}`,
    who: mayStillVote(node, gate, state.submittedBy.name),
    by: gate.deadline,
    next: afterSilence(state, node, gate),
    how: [`npx muster approve ${id}`, `npx muster reject ${id}`],
    on: [],
  }
}

function mayStillVote(node: GateNode, gate: GateProgress, author: string): readonly string[] {
  if (gate.approvers.length === 0) return ['anyone']
  const voted = new Set(gate.votes.map((vote) => vote.as))
  return gate.approvers.filter((name) => !voted.has(name) && (node.gate.allowAuthor || name !== author))
}

function afterSilence(state: RunState, node: GateNode, gate: GateProgress): string {
  const { onTimeout } = node.gate
  if (onTimeout.do === 'escalate' && !gate.escalated)
    return `it is escalated to ${named(onTimeout.approvers)}`
  const after = (state.dependents.get(node.id) ?? []).filter(
    (id) => state.nodes.get(id)?.requiresResult === 'succeeded',
  )
  return `it is rejected${after.length === 0 ? '' : `, and ${named(after)} ${after.length === 1 ? 'is' : 'are'} skipped`}`
}
