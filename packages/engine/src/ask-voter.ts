import {
  type AgentPrincipal,
  agentPrincipal,
  type Asker,
  askerOf,
  type Fact,
  gateResource,
  groundOf,
  INATTENTION,
  parseAgentId,
  type RunState,
  type Voter,
} from '@muster/core'
import { agentNode, type AgentCircumstances } from './ask-agent.ts'

/** Asks policies about a vote that follows from the run itself; answers that it is refused when they deny it. */
export function askForVoter(state: RunState, fact: Fact, { tenant, policy }: AgentCircumstances): Fact {
  if (fact.kind !== 'gate.voted') return fact
  const { stage, vote } = fact
  const { voter, decision } = vote
  const of = { id: state.run, by: state.submittedBy }
  const decided = policy.decide({
    tenant,
    action: 'gate.vote',
    principal: principalOf(state, voter),
    resource: gateResource(of, state.graph, stage, state.gates.get(stage)?.approvers ?? []),
    context: { decision, ...INATTENTION },
  })
  const ground = groundOf(decided)
  if (decided.allow) return { ...fact, policy: ground }
  return { kind: 'gate.refused', stage, voter, decision, because: 'MUSTER_POLICY_DENIED', policy: ground }
}

function principalOf(state: RunState, voter: Voter): Asker | AgentPrincipal {
  if (voter.kind !== 'agent') return askerOf(voter)
  const node = agentNode(state, parseAgentId(voter.name)?.stage ?? '')
  if (node === null) throw new TypeError(`${voter.name} is no agent`)
  return agentPrincipal(node)
}
