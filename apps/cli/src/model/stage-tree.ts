import { type Graph, type GraphNode, isContainer, type StageId } from '@muster/core'

/** A stage's place in the tree as it is shown. */
export interface Place {
  readonly node: GraphNode
  readonly label: string
  readonly depth: number
}

/** The stages of a graph as a tree, top down. A branch that holds one stage is not shown: the stage stands for it. */
export function stageTree(graph: Graph): readonly Place[] {
  const nodes = new Map<StageId, GraphNode>(graph.nodes.map((node) => [node.id, node]))
  const places: Place[] = []
  const add = (node: GraphNode, depth: number, label: string) => {
    const only = node.type === 'branch' && node.children.length === 1 ? node.children[0] : undefined
    const inside = only === undefined ? undefined : nodes.get(only)
    if (inside !== undefined) return add(inside, depth, labelOfOnly(node, inside))
    places.push({ node, label, depth })
    if (!isContainer(node)) return
    for (const id of node.children) {
      const child = nodes.get(id)
      if (child !== undefined) add(child, depth + 1, child.name)
    }
  }
  for (const node of graph.nodes) if (node.parent === null) add(node, 0, node.name)
  return places
}

/** Branches of a `foreach` hold stages of one name: the branch tells them apart. */
function labelOfOnly(branch: GraphNode, inside: GraphNode): string {
  return branch.type === 'branch' && branch.item !== undefined ? `${branch.name}.${inside.name}` : inside.name
}
