import { isContainer, type StageId } from '../graph.ts'
import type { RunState } from '../state.ts'
import { isEnded } from '../status.ts'
import type { Wait } from './wait.ts'

interface Root {
  readonly who: ReadonlySet<string>
  /** Null when that of one of them is not known. */
  readonly by: number | null
}

/** Says of whatever waits for other stages who can end what those wait for, and by when the last of them ends. */
export function inheritNeeds(state: RunState, waits: readonly Wait[]): readonly Wait[] {
  const byStage = new Map(waits.map((wait) => [wait.stage, wait]))
  const roots = new Map<StageId, Root>()

  function rootOf(id: StageId): Root {
    const known = roots.get(id)
    if (known !== undefined) return known
    const wait = byStage.get(id)
    const root =
      wait !== undefined && wait.on.length === 0
        ? { who: new Set(wait.who), by: wait.by }
        : union((wait?.on ?? openChildren(id)).map(rootOf))
    roots.set(id, root)
    return root
  }

  function openChildren(id: StageId): readonly StageId[] {
    const node = state.nodes.get(id)
    if (node === undefined || !isContainer(node)) return []
    return node.children.filter((child) => !isEnded(state.stages.get(child)?.status ?? 'pending'))
  }

  return waits.map((wait) => {
    if (wait.on.length === 0 || wait.stage === null) return wait
    const { who, by } = rootOf(wait.stage)
    return { ...wait, who: [...who], by }
  })
}

function union(roots: readonly Root[]): Root {
  const times = roots.map(({ by }) => by)
  const known = times.filter((by) => by !== null)
  return {
    who: new Set(roots.flatMap(({ who }) => [...who])),
    by: known.length === 0 || known.length < times.length ? null : Math.max(...known),
  }
}
