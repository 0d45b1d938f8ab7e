import { effectiveTier, type TierBounds } from './floor.ts'
import type { AgentNode, Graph } from './graph.ts'
import { scopesOf } from './quota.ts'
import { limitsOf, type Revoked } from './revocation.ts'
import type { RunRow } from './port.ts'
import type { Tier } from './tier.ts'

/** What bounds an agent besides what its pipeline asks for and its template allows. */
export type OuterBounds = Omit<TierBounds, 'stage' | 'template'>

/** A stage that may not act at the tier that it asks for. */
export interface TierShortfall {
  readonly stage: string
  readonly tier: Tier
  readonly allowed: Tier
  readonly by: Exclude<keyof TierBounds, 'stage'>
}

/** The highest tier that the limits of a tenant and of its project let any agent act at. */
export function tierLimitOf(revoked: Revoked, of: Pick<RunRow, 'tenant' | 'project'>): Tier {
  const limits = scopesOf(of).map((scope) => limitsOf(revoked, scope)?.tier ?? 4)
  return Math.min(...limits) as Tier
}

/** What keeps an agent below its tier; null when nothing does. */
export function tierShortfall(graph: Graph, node: AgentNode, outer: OuterBounds): TierShortfall | null {
  const template = graph.templates[node.template]?.maxTier ?? 4
  const { tier, by } = effectiveTier({ stage: node.tier, template, ...outer })
  return by === 'stage' ? null : { stage: node.id, tier: node.tier, allowed: tier, by }
}

const BOUNDS: Readonly<Record<TierShortfall['by'], string>> = {
  template: 'its template',
  tenant: 'the limit `tier` of its tenant or project',
  identity: 'the standing of who started it',
  grant: 'what was approved of its plan',
}

/** What bounds an agent, in words. */
export function boundText({ by }: TierShortfall): string {
  return BOUNDS[by]
}
