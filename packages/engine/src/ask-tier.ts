import {
  type Actor,
  type AgentNode,
  askerOf,
  boundText,
  type Graph,
  MusterError,
  type Policy,
  type Revoked,
  type RunRow,
  stageResource,
  type Tier,
  tierLimitOf,
  type TierShortfall,
  tierShortfall,
  UNGRANTED,
} from '@muster/core'

type Where = Pick<RunRow, 'tenant' | 'project'>

/** The highest tier, up to its own, that policies let an agent act at for who started its run. */
export function identityTier(
  policy: Policy,
  { tenant, project }: Where,
  graph: Graph,
  node: AgentNode,
  by: Actor,
): Tier {
  const lent = ([4, 3, 2] as const).find(
    (tier) =>
      tier <= node.tier &&
      policy.decide({
        tenant,
        action: 'tier.elevate',
        principal: askerOf(by),
        resource: { ...stageResource(project, graph, node), tier },
        context: { approvals: 0 },
      }).allow,
  )
  return lent ?? UNGRANTED
}

/**
 * Why a run may not start: one of its agents asks for a tier that its template, its tenant or who starts it does not
 * have. Null when none does. What has to be granted is asked for at its gate.
 */
export function tierRefusal(
  row: Where,
  graph: Graph,
  by: Actor,
  { policy, revoked }: { readonly policy: Policy; readonly revoked: Revoked },
): MusterError | null {
  const tenant = tierLimitOf(revoked, row)
  for (const node of graph.nodes) {
    if (node.type !== 'agent') continue
    const identity = node.tier > UNGRANTED ? identityTier(policy, row, graph, node, by) : node.tier
    const short = tierShortfall(graph, node, { tenant, identity, grant: node.tier })
    if (short !== null) return tierError(short)
  }
  return null
}

export function tierError(short: TierShortfall): MusterError {
  const { stage, tier, allowed } = short
  return new MusterError('MUSTER_TIER_EXCEEDED', { stage, tier, allowed, bound: boundText(short) })
}
