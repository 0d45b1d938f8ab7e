import { type Graph, type GraphNode, isContainer, type StageId } from '@muster/core'
import { titleOf } from './node-title.ts'

/** A graph as a Mermaid flowchart: containers are subgraphs, requirements are arrows. */
export function renderMermaid(graph: Graph): string {
  const ids = new Map<StageId, string>(graph.nodes.map((node, index) => [node.id, `s${index}`]))
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const lines = ['flowchart TD']
  const add = (node: GraphNode, indent: string) => {
    const id = ids.get(node.id) ?? ''
    if (!isContainer(node)) {
      lines.push(`${indent}${id}${shapeOf(node)}`)
      return
    }
    lines.push(`${indent}subgraph ${id}["${escape(titleOf(node))}"]`)
    for (const child of node.children) {
      const inside = nodes.get(child)
      if (inside !== undefined) add(inside, `${indent}  `)
    }
    lines.push(`${indent}end`)
  }
  for (const node of graph.nodes) if (node.parent === null) add(node, '  ')
  for (const node of graph.nodes) {
    const arrow = node.requiresResult === 'succeeded' ? '-->' : `-. ${node.requiresResult} .->`
    for (const required of node.requires) lines.push(`  ${ids.get(required)} ${arrow} ${ids.get(node.id)}`)
  }
  return `${lines.join('\n')}\n`
}

function shapeOf(node: GraphNode): string {
  const text = `"${escape(titleOf(node))}"`
  return node.type === 'gate' ? `{{${text}}}` : `[${text}]`
}

function escape(text: string): string {
  return text.replace(/[#"<>&`]/g, (letter) => `#${letter.codePointAt(0)};`).replace(/\n/g, '<br/>')
}
