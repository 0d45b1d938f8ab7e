import type { Graph, GraphNode } from '@muster/core'

/** The stages of a graph that do something, in layers: each after all that it waits for. Containers are left out. */
export function layersOf({ nodes }: Graph): readonly (readonly GraphNode[])[] {
  const starts = new Map<string, number>()
  const ends = new Map<string, number>()
  // Of a container the end is known once its stages are: a second pass at the latest, one more for each level below.
  for (let moved = true; moved; ) {
    moved = false
    for (const { id, parent, requires } of nodes) {
      const after = Math.max(-1, ...requires.map((one) => ends.get(one) ?? 0)) + 1
      const start = Math.max(after, parent === null ? 0 : (starts.get(parent) ?? 0))
      if (starts.get(id) !== start) moved = true
      starts.set(id, start)
      raise(id, start)
      if (parent !== null) raise(parent, ends.get(id) ?? start)
    }
  }

  function raise(id: string, end: number): void {
    if ((ends.get(id) ?? -1) < end) ends.set(id, end)
  }

  const layers: GraphNode[][] = []
  for (const node of nodes) {
    if (node.type === 'parallel' || node.type === 'branch') continue
    const start = starts.get(node.id) ?? 0
    layers[start] = [...(layers[start] ?? []), node]
  }
  return layers.filter((layer) => layer !== undefined)
}
