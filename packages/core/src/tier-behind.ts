import { type Graph, isContainer, type StageId } from './graph.ts'
import type { Tier } from './tier.ts'

/**
 * The highest tier that a gate lets on: of the agent whose plan it is about, or of the agents that follow from it before
 * another gate decides. Null when no agent does.
 */
export function tierBehind(graph: Graph, gate: StageId): Tier | null {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const after = new Map<StageId, StageId[]>()
  for (const { id, requires } of graph.nodes)
    for (const one of requires) {
      const known = after.get(one)
      if (known === undefined) after.set(one, [id])
      else known.push(id)
    }
  const self = nodes.get(gate)
  if (self?.type === 'agent') return self.tier
  let highest: Tier | null = null
  const seen = new Set<StageId>([gate])
  const follow = (id: StageId): void => {
    const node = nodes.get(id)
    if (node === undefined || seen.has(id)) return
    seen.add(id)
    if (node.type === 'gate') return
    if (node.type === 'agent' && (highest === null || node.tier > highest)) highest = node.tier
    if (isContainer(node)) for (const child of node.children) follow(child)
    for (const next of after.get(id) ?? []) follow(next)
  }
  for (let at: StageId | null = gate; at !== null; at = nodes.get(at)?.parent ?? null)
    for (const id of after.get(at) ?? []) follow(id)
  return highest
}
