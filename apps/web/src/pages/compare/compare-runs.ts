import { canonical, type Graph, type GraphNode, type Json, type RunView, type StageRow } from '@muster/core'

/** A run with the graph that it followed. */
export interface ComparedRun {
  readonly view: RunView
  readonly graph: Graph
}

/** Something that is there in both runs or in one, with what it was in each. */
export interface Difference<T> {
  readonly name: string
  readonly one: T | null
  readonly other: T | null
}

/** A stage that differs: in what it is, how it ended, or what it put out. */
export interface StageDifference extends Difference<StageRow> {
  /** Whether the pipeline says something else of it. */
  readonly redefined: boolean
  readonly outputs: readonly Difference<Json>[]
}

export interface RunDifference {
  readonly inputs: readonly Difference<Json>[]
  /** In the order of the graphs; all of them, those that differ and those that do not. */
  readonly stages: readonly StageDifference[]
}

/** What is different between two runs. */
export function compareRuns(one: ComparedRun, other: ComparedRun): RunDifference {
  const [left, right] = [byName(one), byName(other)]
  const ids = [...new Set([...left.nodes.keys(), ...right.nodes.keys()])]
  return {
    inputs: differences(one.view.inputs, other.view.inputs),
    stages: ids.map((name) => {
      const [before, after] = [left.stages.get(name) ?? null, right.stages.get(name) ?? null]
      return {
        name,
        one: before,
        other: after,
        redefined: !same(left.nodes.get(name), right.nodes.get(name)),
        outputs: differences(before?.outputs ?? {}, after?.outputs ?? {}),
      }
    }),
  }
}

function byName({ view, graph }: ComparedRun) {
  return {
    stages: new Map(view.stages.map((row) => [row.stage, row])),
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
  }
}

/** Whether a stage came to something else, took part in one run only, or was something else. */
export function differs({ one, other, redefined, outputs }: StageDifference): boolean {
  return redefined || outputs.length > 0 || one?.status !== other?.status
}

/** How a stage differs; what is unknown does not. */
export function kindOf(of: StageDifference | undefined): 'same' | 'differs' | 'left' | 'right' {
  if (of === undefined || !differs(of)) return 'same'
  if (of.one === null) return 'right'
  return of.other === null ? 'left' : 'differs'
}

/** The stages of both graphs; of those in both as the second has them. */
export function nodesOfBoth(one: Graph, other: Graph): readonly GraphNode[] {
  const known = new Set(other.nodes.map(({ id }) => id))
  return [...other.nodes, ...one.nodes.filter(({ id }) => !known.has(id))]
}

/** Values by name that are not the same. */
function differences(
  one: Readonly<Record<string, Json>>,
  other: Readonly<Record<string, Json>>,
): readonly Difference<Json>[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted()
  return names
    .map((name) => ({ name, one: one[name] ?? null, other: other[name] ?? null }))
    .filter((pair) => !same(pair.one, pair.other))
}

/** Both are JSON: what is the same has the same bytes. */
function same(one: unknown, other: unknown): boolean {
  return canonical(one ?? null) === canonical(other ?? null)
}
