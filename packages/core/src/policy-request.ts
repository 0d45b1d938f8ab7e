import type { Actor } from './actor.ts'
import type { AgentNode, Graph, StageId } from './graph.ts'
import { agentId } from './name.ts'
import {
  type AgentPrincipal,
  type Asker,
  type GateResource,
  NEW_RUN,
  type PolicyDecision,
  type PolicyGround,
  type PolicyRequest,
  type RunResource,
  type StageResource,
} from './policy.ts'
import type { RunRow } from './port.ts'
import type { Tier } from './tier.ts'

/** An actor as policies see it. Agents are asked about by what they are made of. */
export function askerOf({ kind, ...rest }: Actor): Asker {
  return { kind, ...rest }
}

export function agentPrincipal({ template, tier }: AgentNode): AgentPrincipal {
  return { kind: 'agent', template, tier }
}

/** A run as policies see it; one that is submitted has no name yet. */
export function runResource(
  { id, project, pipeline, by, seq }: Pick<RunRow, 'id' | 'project' | 'pipeline' | 'by' | 'seq'>,
  graph: Graph,
): RunResource {
  const tier = highestTier(graph)
  return { type: 'run', id: seq === 0 ? NEW_RUN : id, project, pipeline, author: by.name, tier }
}

/** Whether somebody may start a run, for the first time or again. */
export function startRequest(row: RunRow, graph: Graph, by: Actor, again: boolean): PolicyRequest {
  return {
    tenant: row.tenant,
    action: 'run.start',
    principal: askerOf(by),
    resource: runResource(row, graph),
    context: { again, demonstration: row.yesToGates },
  }
}

export function stageResource(project: string, graph: Graph, { template, tier }: AgentNode): StageResource {
  return { type: 'stage', project, template, templateDigest: graph.templates[template]?.digest ?? '', tier }
}

/** The gate of a stage: approving an agent's plan lets that agent act, any other gate whatever comes after it. */
export function gateResource(
  { id, by }: Pick<RunRow, 'id' | 'by'>,
  graph: Graph,
  stage: StageId,
  approvers: readonly string[],
): GateResource {
  const node = graph.nodes.find((one) => one.id === stage)
  const tier = node?.type === 'agent' ? node.tier : highestTier(graph)
  return { type: 'gate', id: agentId(id, stage), author: by.name, approvers, tier }
}

/** The highest tier at which an agent of a graph works. */
function highestTier({ nodes }: Graph): Tier {
  let highest: Tier = 0
  for (const node of nodes) if (node.type === 'agent' && node.tier > highest) highest = node.tier
  return highest
}

/** What an entry keeps of a decision. */
export function groundOf({ digest, because }: PolicyDecision): PolicyGround {
  return { digest, because }
}

/** Why something is denied, in words. */
export function denialOf({ because, errors }: Omit<PolicyDecision, 'allow'>): string {
  const ids = because.map((id) => `\`${id}\``).join(', ')
  if (errors.length > 0) return ids === '' ? `it cannot be decided (${errors.join('; ')})` : `${ids} failed`
  return ids === '' ? 'no policy permits it' : `${ids} forbids it`
}
