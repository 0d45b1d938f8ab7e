import { groupBy } from '../model/group-by.ts'
import type { Placed } from './place.ts'
import { BOX_HEAD, GAP_X, GAP_Y, NODE_HEIGHT, NODE_WIDTH, PAD } from './sizes.ts'
import type { Drawn, VisibleGraph } from './visible-graph.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Places a graph in columns, each stage right of all that it requires, near what it requires: in time that grows with
 * the edges alone. Lines may cross that ELK would not let cross, but of thousands of stages ELK takes many seconds.
 */
export function placeInLayers({ drawn, edges }: VisibleGraph): ReadonlyMap<string, Placed> {
  const inside = groupBy(drawn, ({ parent }) => parent)
  const sources = groupBy(edges, ({ to }) => to)
  const placed = new Map<string, Placed>()

  function place(parent: string | null): Size {
    const members = inside.get(parent) ?? []
    const sizes = new Map(members.map((one) => [one.node.id, one.box ? place(one.node.id) : LEAF]))
    const columns = columnsOf(members, (id) => (sources.get(id) ?? []).map(({ from }) => from))
    const top = parent === null ? 0 : BOX_HEAD
    let x = parent === null ? 0 : PAD
    let lowest = top
    for (const column of columns) {
      let y = top
      let widest = 0
      for (const id of column) {
        const size = sizes.get(id) ?? LEAF
        placed.set(id, { x, y, ...size })
        y += size.height + GAP_Y
        widest = Math.max(widest, size.width)
      }
      lowest = Math.max(lowest, y - GAP_Y)
      x += widest + GAP_X
    }
    return { width: x - GAP_X + PAD, height: lowest + PAD }
  }

  place(null)
  return placed
}

const LEAF: Size = { width: NODE_WIDTH, height: NODE_HEIGHT }

/** Ids by column, each in the order of what it requires; requirements come first among `members`. */
function columnsOf(
  members: readonly Drawn[],
  requiredBy: (id: string) => readonly string[],
): readonly (readonly string[])[] {
  const columns: string[][] = []
  const column = new Map<string, number>()
  for (const { node } of members) {
    const at = Math.max(-1, ...requiredBy(node.id).map((id) => column.get(id) ?? -1)) + 1
    column.set(node.id, at)
    const ids = columns[at] ?? []
    columns[at] = ids
    ids.push(node.id)
  }
  const rank = new Map<string, number>()
  for (const ids of columns) {
    const wish = new Map(
      ids.map((id, index) => {
        const above = requiredBy(id).flatMap((from) => rank.get(from) ?? [])
        return [id, above.length === 0 ? index : above.reduce((sum, one) => sum + one, 0) / above.length]
      }),
    )
    ids.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0))
    ids.forEach((id, index) => rank.set(id, index))
  }
  return columns
}
