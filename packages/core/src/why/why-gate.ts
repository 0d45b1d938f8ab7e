import { formatDuration } from '../duration.ts'
import { needsOfGate, tally, tierOfGate } from '../gate-rule.ts'
import { waitingFor } from '../gate-voter.ts'
import type { GatePolicy } from '../gate.ts'
import type { StageId } from '../graph.ts'
import { gateAt } from '../judge-vote.ts'
import { agentId } from '../name.ts'
import type { GateProgress, RunState } from '../state.ts'
import { counted, named, type Wait } from './wait.ts'

/** What an open gate waits for: of a stage of its own, or of an agent's plan. */
export function whyGate(state: RunState, stage: StageId, now: number): Wait | null {
  const at = gateAt(state, stage)
  if (at === null) return null
  const { node, policy, gate } = at
  const id = agentId(state.run, stage)
  const tier = tierOfGate(node)
  const wait = { kind: 'gate' as const, stage, since: gate.openedAt, on: [] }
  const count = tally(policy, tier, gate, now)
  if (count.kind === 'held')
    return {
      ...wait,
      why: `everything is approved, and T${tier} waits ${formatDuration(needsOfGate(policy, tier).delayMs)} after that`,
      who: [],
      by: count.until,
      next: 'it is approved, unless somebody revokes it before',
      how: [`npx muster revoke run ${state.run} --reason TEXT`],
    }
  return {
    ...wait,
    why: `${node.type === 'agent' ? 'its plan' : 'it'} has ${countText(policy, gate, needsOfGate(policy, tier).approvals)}${barredText(policy, state)}`,
    who: whoMay(policy, gate, state.submittedBy.name),
    by: gate.deadline,
    next: afterSilence(state, stage, policy, gate),
    how: [`npx muster gate show ${id}`, `npx muster approve ${id}`, `npx muster reject ${id}`],
  }
}

function countText(policy: GatePolicy, gate: GateProgress, needed: number): string {
  const given = gate.votes.filter(({ decision }) => decision === 'approve').length
  const most = policy.quorum === 'all' ? Math.max(needed, policy.approvers.length) : needed
  return `${given} of ${counted(most, 'approval')}`
}

function barredText({ allowAuthor }: GatePolicy, { submittedBy }: RunState): string {
  return allowAuthor ? '' : `; \`${submittedBy.name}\`, who started the run, may not decide`
}

function whoMay({ allowAuthor }: GatePolicy, gate: GateProgress, author: string): readonly string[] {
  if (gate.approvers.length === 0) return ['anyone']
  return waitingFor(gate).filter((entry) => allowAuthor || entry !== author)
}

function afterSilence(
  state: RunState,
  stage: StageId,
  { onTimeout }: GatePolicy,
  gate: GateProgress,
): string {
  if (onTimeout.do === 'escalate' && !gate.escalated)
    return `it is escalated to ${named(onTimeout.approvers)}`
  const after = (state.dependents.get(stage) ?? []).filter(
    (id) => state.nodes.get(id)?.requiresResult === 'succeeded',
  )
  return `it is rejected${after.length === 0 ? '' : `, and ${named(after)} ${after.length === 1 ? 'is' : 'are'} skipped`}`
}
