import { PLANNER } from './actor.ts'
import { type Graph, type GraphNode, isContainer, type StageId } from './graph.ts'
import { ROOT, type RunState } from './state.ts'
import { isEnded } from './status.ts'

/** The state of a run before its first entry. */
export function createState(run: string, graph: Graph): RunState {
  const nodes = new Map<StageId, GraphNode>(graph.nodes.map((node) => [node.id, node]))
  const dependents = new Map<StageId, StageId[]>()
  for (const node of graph.nodes) {
    for (const required of node.requires) {
      const list = dependents.get(required)
      if (list === undefined) dependents.set(required, [node.id])
      else list.push(node.id)
    }
  }
  const state: RunState = {
    run,
    graph,
    nodes,
    positions: new Map(graph.nodes.map((node, position) => [node.id, position])),
    dependents,
    seq: 0,
    graphDigest: '',
    progress: { status: 'running', stopping: null },
    submittedBy: PLANNER,
    policy: null,
    denials: 0,
    yesToGates: false,
    startedAt: 0,
    deadline: null,
    stages: new Map(graph.nodes.map((node) => [node.id, { status: 'pending', guard: null }])),
    counters: new Map(),
    budgets: new Map(),
    gates: new Map(),
    resuming: new Map(),
    stopping: new Map(),
    unmet: new Map(),
    open: new Map(),
    queued: new Map(),
    agenda: new Set(),
    changed: new Set(),
    effects: new Map(),
    changedEffects: new Map(),
  }
  reindex(state)
  return state
}

/** Rebuilds the counters that follow from the stages (S1); empties the agenda. */
export function reindex(state: RunState): void {
  state.queued.clear()
  state.stopping.clear()
  state.agenda.clear()
  recount(state)
}

/** Counts anew what has not ended. */
export function recount(state: RunState): void {
  state.unmet.clear()
  state.open.clear()
  const ended = (id: StageId) => isEnded(stageOf(state, id).status)
  state.open.set(ROOT, 0)
  for (const node of state.graph.nodes) {
    state.unmet.set(node.id, node.requires.filter((id) => !ended(id)).length)
    if (isContainer(node)) state.open.set(node.id, node.children.filter((id) => !ended(id)).length)
    if (node.parent === null && !ended(node.id)) state.open.set(ROOT, (state.open.get(ROOT) ?? 0) + 1)
  }
}

/** The state of a stage of this run. */
export function stageOf(state: RunState, id: StageId) {
  const stage = state.stages.get(id)
  if (stage === undefined) throw new TypeError(`no stage ${id} in run ${state.run}`)
  return stage
}

/** The node of a stage of this run. */
export function nodeOf(state: RunState, id: StageId): GraphNode {
  const node = state.nodes.get(id)
  if (node === undefined) throw new TypeError(`no stage ${id} in graph ${state.graph.name}`)
  return node
}
