import type { GraphNode } from '@muster/core'
import { childrenOf, isOpen } from '../model/list-rows.ts'

/** A stage as it is drawn. */
export interface Drawn {
  readonly node: GraphNode
  /** The container around it that is drawn as a box; null for none. */
  readonly parent: string | null
  /** Whether it is such a box, with what it holds inside. */
  readonly box: boolean
}

export interface VisibleGraph {
  /** Boxes before what is in them. */
  readonly drawn: readonly Drawn[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

/** What is drawn of a graph: containers that are closed stand for all that they hold. */
export function visibleGraph(
  nodes: readonly GraphNode[],
  opened: ReadonlyMap<string, boolean>,
): VisibleGraph {
  const children = childrenOf(nodes)
  const drawn: Drawn[] = []
  const walk = (above: string | null, parent: string | null): void => {
    for (const node of children.get(above) ?? []) {
      const inside = children.get(node.id) ?? []
      // A branch of one stage says nothing that the stage does not.
      if (node.type === 'branch' && inside.length === 1) {
        walk(node.id, parent)
        continue
      }
      const box = inside.length > 0 && isOpen(node, opened)
      drawn.push({ node, parent, box })
      if (box) walk(node.id, node.id)
    }
  }
  walk(null, null)
  const shown = new Set(drawn.map(({ node }) => node.id))
  const edges = drawn.flatMap(({ node }) =>
    node.requires.filter((from) => shown.has(from)).map((from) => ({ from, to: node.id })),
  )
  return { drawn, edges }
}
