import type { Actor } from '../actor.ts'
import type { GatePolicy } from '../gate.ts'
import { identityOf, needsOfGate, tierOfGate } from '../gate-rule.ts'
import { gateTimer } from '../gate-timer.ts'
import { waitingFor } from '../gate-voter.ts'
import type { AgentNode, GateNode } from '../graph.ts'
import { gateAt } from '../judge-vote.ts'
import { agentId } from '../name.ts'
import type { GateProgress, RunState } from '../state.ts'
import { counted, named, type Wait } from './wait.ts'

/** What an open gate waits for: one of its own, or that of an agent's plan. */
export function whyGate(state: RunState, stage: AgentNode | GateNode): Wait | null {
  const at = gateAt(state, stage.id)
  if (at === null) return null
  const { node, policy, gate } = at
  const id = agentId(state.run, node.id)
  const held = gate.heldUntil !== null
  return {
    kind: 'gate',
    stage: node.id,
    since: gate.openedAt,
    why: held ? 'it is approved, and the delay of its tier runs' : approvalsText(state, node, policy, gate),
    who: mayStillVote(policy, gate, [state.submittedBy, ...publishersOf(state)].map(identityOf)),
    by: held ? gateTimer(policy, gate).at : gate.deadline,
    next: held
      ? 'its plan is executed, unless somebody rejects it before'
      : afterSilence(state, node, policy, gate),
    how: [`npx muster gate show ${id}`, `npx muster approve ${id}`, `npx muster reject ${id}`],
    on: [],
  }
}

function approvalsText(
  state: RunState,
  node: AgentNode | GateNode,
  policy: GatePolicy,
  { votes, silenced }: GateProgress,
): string {
  const needed = needsOfGate(policy, tierOfGate(node)).approvals
  const approvals = votes.filter(({ decision }) => decision === 'approve').length
  const plan = node.type === 'agent' ? 'its plan' : 'it'
  const barred = policy.allowAuthor ? '' : barredText(state)
  const denied = silenced.length === 0 ? '' : `; policies do not let ${named(silenced)} vote`
  return `${plan} has ${approvals} of ${counted(needed, 'approval')}${barred}${denied}`
}

function publishersOf({ graph }: RunState): readonly Actor[] {
  return Object.values(graph.publishers ?? {})
}

function barredText(state: RunState): string {
  const { name } = state.submittedBy
  const publishers = [...new Set(publishersOf(state).map((one) => one.name))].filter((one) => one !== name)
  const also =
    publishers.length === 0
      ? ''
      : `, and ${named(publishers)}, who published ${publishers.length === 1 ? 'a template' : 'templates'} of it`
  return `; \`${name}\`, who started the run${also}, may not decide`
}

function mayStillVote(policy: GatePolicy, gate: GateProgress, barred: readonly string[]): readonly string[] {
  if (gate.approvers.length === 0) return ['anyone']
  return waitingFor(gate).filter((name) => policy.allowAuthor || !barred.includes(name))
}

function afterSilence(
  state: RunState,
  node: AgentNode | GateNode,
  { onTimeout }: GatePolicy,
  gate: GateProgress,
): string {
  if (onTimeout.do === 'escalate' && !gate.escalated)
    return `it is escalated to ${named(onTimeout.approvers)}`
  const after = (state.dependents.get(node.id) ?? []).filter(
    (id) => state.nodes.get(id)?.requiresResult === 'succeeded',
  )
  return `it is rejected${after.length === 0 ? '' : `, and ${named(after)} ${after.length === 1 ? 'is' : 'are'} skipped`}`
}
