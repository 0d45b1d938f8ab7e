import { stageOf } from './create-state.ts'
import type { GatePolicy, Vote } from './gate.ts'
import { needsOfGate, tierOfGate } from './gate-rule.ts'
import { eligibility } from './gate-voter.ts'
import type { AgentNode, GateNode } from './graph.ts'
import { agentId } from './name.ts'
import type { GateProgress, RunState } from './state.ts'

const AGENT = 'agent:'
const SAYS = ['approve', 'reject', 'abstain'] as const

/** What the vote of an author says who started a run with --yes-to-gates. */
const YES_TO_GATES = 'a demonstration: --yes-to-gates'

/** The next vote that follows from the run itself: of its author, or of one of its agents. */
export function ownVote(
  state: RunState,
  node: AgentNode | GateNode,
  policy: GatePolicy,
  gate: GateProgress,
): Vote | null {
  return yesVote(state, node, policy, gate) ?? agentVote(state, node, policy, gate)
}

/** With --yes-to-gates the author approves, where he may decide and one person is enough: of plans, as an approver. */
function yesVote(
  state: RunState,
  node: AgentNode | GateNode,
  policy: GatePolicy,
  gate: GateProgress,
): Vote | null {
  const { submittedBy: voter, yesToGates } = state
  const tier = tierOfGate(node)
  if (!yesToGates || !policy.allowAuthor || needsOfGate(policy, tier).people > 1) return null
  if (voter.kind !== 'person' || gate.votes.some(({ yes }) => yes)) return null
  if (gate.silenced.includes(voter.name)) return null
  const can = eligibility(
    policy,
    gate,
    { author: voter, publishers: {}, agents: [], strict: tier !== null },
    voter,
  )
  if (tier !== null && !can.may) return null
  const as = can.may ? can.as : voter.name
  return { voter, as, decision: 'approve', comment: YES_TO_GATES, seen: gate.digest, yes: true }
}

/**
 * The next vote that an agent of this run has given and that is not counted yet; null when there is none. It votes with
 * its outputs `vote` and `comment`: nobody else can have written them.
 */
function agentVote(
  state: RunState,
  node: AgentNode | GateNode,
  policy: GatePolicy,
  gate: GateProgress,
): Vote | null {
  for (const as of policy.approvers) {
    if (!as.startsWith(AGENT)) continue
    const id = as.slice(AGENT.length)
    const name = agentId(state.run, id)
    if (id === node.id || !state.stages.has(id) || gate.silenced.includes(name)) continue
    if (gate.votes.some(({ voter }) => voter.name === name)) continue
    const stage = stageOf(state, id)
    if (stage.status !== 'succeeded') continue
    const decision = SAYS.find((known) => known === stage.outputs['vote'])
    if (decision === undefined) continue
    const { comment } = stage.outputs
    return {
      voter: { kind: 'agent', name, roles: [] },
      as,
      decision,
      comment: typeof comment === 'string' ? comment.slice(0, 4_000) : null,
      seen: gate.digest,
    }
  }
  return null
}
