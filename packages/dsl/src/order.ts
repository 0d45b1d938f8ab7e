/**
 * Puts numbers 0 to count - 1 in an order in which each comes after those it needs, staying near their own order. A
 * cycle is told to `onCycle` as the numbers on it, each needing the next; the order then leaves it open.
 */
export function orderByNeeds(
  count: number,
  needs: (vertex: number) => readonly number[],
  onCycle: (cycle: readonly number[]) => void,
): readonly number[] {
  const state = new Uint8Array(count)
  const order: number[] = []
  for (let root = 0; root < count; root += 1) {
    if (state[root] !== UNSEEN) continue
    const path: { readonly vertex: number; readonly needs: readonly number[]; next: number }[] = []
    const enter = (vertex: number) => {
      state[vertex] = OPEN
      path.push({ vertex, needs: needs(vertex), next: 0 })
    }
    enter(root)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const needed = top.needs[top.next]
      top.next += 1
      if (needed === undefined) {
        state[top.vertex] = DONE
        order.push(top.vertex)
        path.pop()
      } else if (state[needed] === UNSEEN) enter(needed)
      else if (state[needed] === OPEN) {
        const start = path.findLastIndex(({ vertex }) => vertex === needed)
        onCycle(path.slice(start).map(({ vertex }) => vertex))
      }
    }
  }
  return order
}

const UNSEEN = 0
const OPEN = 1
const DONE = 2
