import { nodeOf, recount, reindex, stageOf } from './create-state.ts'
import { propose } from './end-stage.ts'
import { type Graph, isContainer, type StageId } from './graph.ts'
import { ROOT, type RunState } from './state.ts'
import type { StageStatus } from './status.ts'

/** Lets a run begin, or begin again: what requires nothing is free to start. */
export function begin(state: RunState, at: number): void {
  state.progress = { status: 'running', stopping: null }
  state.startedAt = at
  state.deadline = state.graph.timeoutMs === null ? null : at + state.graph.timeoutMs
  for (const node of state.graph.nodes) if (node.parent === null) propose(state, node.id)
  if (state.open.get(ROOT) === 0) state.agenda.add(ROOT)
}

/**
 * What did not succeed, and the stage that is resumed if there is one, what requires it and what holds it is pending
 * again; counters and budgets go on.
 */
export function retry(state: RunState, at: number, resumed: StageId | null = null): void {
  for (const id of startAgain(state.graph, (id) => stageOf(state, id).status, resumed).again) {
    state.stages.set(id, { status: 'pending', guard: null })
    state.changed.add(id)
  }
  reindex(state)
  begin(state, at)
}

/** Makes stages pending again while the run goes on: those that are free start. */
export function reopen(state: RunState, ids: readonly StageId[]): void {
  for (const id of ids) {
    state.stages.set(id, { status: 'pending', guard: null })
    state.changed.add(id)
    state.queued.delete(id)
    state.agenda.delete(id)
  }
  recount(state)
  for (const id of ids) propose(state, id)
}

/** Why a stage of an ended run cannot be resumed, or null when it can. */
export function judgeResume(state: RunState, id: StageId): string | null {
  const { status } = state.progress
  if (status === 'running') return 'the run is still at work'
  if (status === 'revoked') return 'the run was revoked'
  if (stageOf(state, id).status === 'revoked') return 'the agent was revoked'
  return startAgain(state.graph, (stage) => stageOf(state, stage).status, id).whole.has(id)
    ? 'what it requires starts anew, so it does too: retry the run'
    : null
}

interface Again {
  readonly again: ReadonlySet<StageId>
  /** Those of them that start anew whatever they came to, for the sake of others. */
  readonly whole: ReadonlySet<StageId>
}

/** What is pending again when an ended run starts again, with the stage that is resumed if there is one. */
export function startAgain(
  { nodes }: Pick<Graph, 'nodes'>,
  statusOf: (stage: StageId) => StageStatus,
  resumed: StageId | null,
): Again {
  const again = new Set<StageId>()
  const whole = new Set<StageId>()
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]))
  for (let size = -1; size < again.size; ) {
    size = again.size
    for (const { id, parent, requires, type } of nodes) {
      const status = statusOf(id)
      // A revoked agent is revoked for good.
      if (type === 'agent' && status === 'revoked') continue
      const redo = requires.some((required) => again.has(required)) || (parent !== null && whole.has(parent))
      const unchosen = status === 'skipped' && parent !== null && again.has(parent)
      if (redo) whole.add(id)
      if (redo || unchosen || id === resumed || (status !== 'succeeded' && status !== 'skipped'))
        again.add(id)
    }
    for (const id of again) {
      const parent = parents.get(id) ?? null
      if (parent !== null) again.add(parent)
    }
  }
  return { again, whole }
}

/** Opens a container: its branches are free to start as far as there are places. */
export function openContainer(state: RunState, id: StageId, taken: 'then' | 'else' | null, at: number): void {
  const node = nodeOf(state, id)
  if (!isContainer(node)) return
  state.stages.set(id, { status: 'running', kind: 'container', startedAt: at, taken })
  const waiting = node.children.filter((child) => stageOf(state, child).status === 'pending')
  const places = node.type === 'parallel' ? (node.maxConcurrency ?? waiting.length) : waiting.length
  state.queued.set(id, waiting.slice(places))
  for (const child of waiting.slice(0, places)) propose(state, child)
  if (state.open.get(id) === 0) state.agenda.add(id)
}
