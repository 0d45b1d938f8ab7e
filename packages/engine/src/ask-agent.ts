import {
  type AgentNode,
  agentPrincipal,
  denialOf,
  type Fact,
  type Policy,
  type PolicyDecision,
  type PolicyGround,
  type RunState,
  type StageId,
  stageResource,
  type WorkPhase,
} from '@muster/core'

export interface AgentCircumstances {
  readonly tenant: string
  readonly project: string
  readonly policy: Policy
}

/** From this tier on policies are asked again before an agent acts on the world. */
const ASKED_AGAIN: number = 2

/**
 * Asks policies what an agent is about to do: begin, and at T2 or above EXECUTE. Answers the fact with what decided, or
 * that it ends. Agents alike are decided alike, so that what begins costs a look-up.
 */
export function askForAgent(state: RunState, fact: Fact, where: AgentCircumstances): Fact {
  if (fact.kind === 'stage.started') return begin(state, fact, where)
  if (fact.kind === 'attempt.dispatched' && fact.phase === 'EXECUTE') return execute(state, fact, where)
  return fact
}

function begin(
  state: RunState,
  fact: Extract<Fact, { kind: 'stage.started' }>,
  where: AgentCircumstances,
): Fact {
  const node = agentNode(state, fact.stage)
  if (node === null) return fact
  const decision = enterPhase(state, node, 'BOOTSTRAP', where)
  if (!decision.allow) return { kind: 'stage.finished', ...refused(fact.stage, 'begin', decision) }
  return decision.digest === state.policy ? fact : { ...fact, policy: decision.digest }
}

function execute(
  state: RunState,
  fact: Extract<Fact, { kind: 'attempt.dispatched' }>,
  where: AgentCircumstances,
): Fact {
  const node = agentNode(state, fact.stage)
  if (node === null || node.tier < ASKED_AGAIN) return fact
  const entered = enterPhase(state, node, 'EXECUTE', where)
  const { tenant, project, policy } = where
  const elevated = policy.decide({
    tenant,
    action: 'tier.elevate',
    principal: agentPrincipal(node),
    resource: stageResource(project, state.graph, node),
    context: { approvals: approversOf(state, node.id) },
  })
  const denied = [entered, elevated].find(({ allow }) => !allow)
  if (denied !== undefined)
    return { kind: 'stage.ending', ...refused(fact.stage, `EXECUTE at T${node.tier}`, denied) }
  const because = [...new Set([...entered.because, ...elevated.because])]
  return { ...fact, policy: { digest: elevated.digest, because } }
}

function enterPhase(
  state: RunState,
  node: AgentNode,
  phase: WorkPhase,
  { tenant, project, policy }: AgentCircumstances,
): PolicyDecision {
  const resource = stageResource(project, state.graph, node)
  return policy.decide({
    tenant,
    action: 'phase.enter',
    principal: agentPrincipal(node),
    resource,
    context: { phase },
  })
}

/** The different people who approved the plan that an agent is about to execute. */
function approversOf({ gates }: RunState, stage: StageId): number {
  const gate = gates.get(stage)
  const people = (gate?.votes ?? []).flatMap(({ decision, voter }) =>
    decision === 'approve' && voter.kind === 'person' ? [voter.via ?? voter.name] : [],
  )
  return new Set(people).size
}

export function agentNode(state: RunState, stage: StageId): AgentNode | null {
  const node = state.nodes.get(stage)
  return node?.type === 'agent' ? node : null
}

function refused(stage: StageId, what: string, { digest, because, errors }: PolicyDecision) {
  const policy: PolicyGround = { digest, because }
  const reason = `policies do not let it ${what}: ${denialOf({ digest, because, errors })}`
  return { stage, status: 'failed' as const, reason, policy }
}
