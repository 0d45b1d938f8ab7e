import { type Graph, type GraphNode, isContainer, type StageId } from '@muster/core'
import { titleOf } from './node-title.ts'

/** A graph in Graphviz's language: containers are clusters, each with an unseen point that arrows hold on to. */
export function renderDot(graph: Graph): string {
  const nodes = new Map<StageId, GraphNode>(graph.nodes.map((node) => [node.id, node]))
  const lines = [`digraph ${quote(graph.name)} {`, '  compound=true', '  node [shape=box]']
  const add = (node: GraphNode, indent: string) => {
    if (!isContainer(node)) {
      const shape = node.type === 'gate' ? ', shape=hexagon' : ''
      lines.push(`${indent}${quote(node.id)} [label=${quote(titleOf(node))}${shape}]`)
      return
    }
    lines.push(`${indent}subgraph ${quote(clusterOf(node.id))} {`)
    lines.push(`${indent}  label=${quote(titleOf(node))}`)
    lines.push(`${indent}  ${quote(node.id)} [shape=point, style=invis]`)
    for (const child of node.children) {
      const inside = nodes.get(child)
      if (inside !== undefined) add(inside, `${indent}  `)
    }
    lines.push(`${indent}}`)
  }
  for (const node of graph.nodes) if (node.parent === null) add(node, '  ')
  for (const node of graph.nodes) {
    for (const required of node.requires) {
      const attributes = edgeAttributes(nodes.get(required), node)
      lines.push(`  ${quote(required)} -> ${quote(node.id)}${attributes}`)
    }
  }
  return `${[...lines, '}'].join('\n')}\n`
}

function edgeAttributes(from: GraphNode | undefined, to: GraphNode): string {
  const attributes = [
    ...(from !== undefined && isContainer(from) ? [`ltail=${quote(clusterOf(from.id))}`] : []),
    ...(isContainer(to) ? [`lhead=${quote(clusterOf(to.id))}`] : []),
    ...(to.requiresResult === 'succeeded' ? [] : [`style=dashed, label=${quote(to.requiresResult)}`]),
  ]
  return attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`
}

function clusterOf(id: StageId): string {
  return `cluster_${id}`
}

function quote(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`
}
