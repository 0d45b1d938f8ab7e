import { assertNever, type GraphNode } from '@muster/core'

/** What a stage is called in a drawing; a second line says what it does. */
export function titleOf(node: GraphNode): string {
  const when = node.when === null ? '' : `\nwhen ${node.when.source}`
  return `${node.name}${detailOf(node)}${when}`
}

function detailOf(node: GraphNode): string {
  switch (node.type) {
    case 'agent':
      return `\n${node.template} T${node.tier}`
    case 'gate':
      return `\n${node.gate.type}: ${node.gate.approvers.length === 0 ? 'anyone' : node.gate.approvers.join(', ')}`
    case 'condition':
      return `\nif ${node.if.source}`
    case 'parallel':
    case 'branch':
      return ''
    default:
      return assertNever(node)
  }
}
