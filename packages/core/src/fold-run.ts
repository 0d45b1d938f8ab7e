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
 * What did not succeed, and the stage that was chosen if there is one, what requires it and what holds it is pending
 * again; counters and budgets go on. A plan that was approved and carried out is not carried out again without another
 * approval.
 */
export function retry(state: RunState, at: number, chosen: Chosen): void {
  for (const id of startAgain(state.graph, (id) => stageOf(state, id).status, chosen).again) {
    if (chosen.from !== undefined && stageOf(state, id).status === 'succeeded') voidVerdict(state, id, at)
    state.stages.set(id, { status: 'pending', guard: null })
    state.changed.add(id)
  }
  reindex(state)
  begin(state, at)
}

function voidVerdict(state: RunState, id: StageId, at: number): void {
  const gate = state.gates.get(id)
  if (gate !== undefined) state.gates.set(id, { ...gate, decided: { verdict: 'reopened', reason: null, at } })
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
  return startAgain(state.graph, (stage) => stageOf(state, stage).status, { resumed: id }).whole.has(id)
    ? 'what it requires starts anew, so it does too: retry the run'
    : null
}

/** Why a run cannot start again, from one of its stages if that is given, or null when it can. */
export function judgeRetry(state: RunState, from: StageId | null): string | null {
  const { status } = state.progress
  if (status === 'running' || status === 'revoked') return `it is ${status}`
  if (from === null) return status === 'succeeded' ? 'it is succeeded' : null
  const revoked = nodeOf(state, from).type === 'agent' && stageOf(state, from).status === 'revoked'
  return revoked ? `agent \`${from}\` was revoked` : null
}

/** The stage, if any, for whose sake an ended run starts again. */
interface Chosen {
  /** It goes on from a checkpoint. */
  readonly resumed?: StageId | undefined
  /** It starts anew, with all that is in it. */
  readonly from?: StageId | undefined
}

interface Again {
  readonly again: ReadonlySet<StageId>
  /** Those of them that start anew whatever they came to, for the sake of others. */
  readonly whole: ReadonlySet<StageId>
}

/** What is pending again when an ended run starts again: what did not succeed, what was chosen, and what depends on either. */
export function startAgain(
  { nodes }: Pick<Graph, 'nodes'>,
  statusOf: (stage: StageId) => StageStatus,
  { resumed, from }: Chosen,
): Again {
  const again = new Set<StageId>()
  const whole = new Set<StageId>()
  const types = new Map(nodes.map(({ id, type }) => [id, type]))
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]))
  for (let size = -1; size < again.size; ) {
    size = again.size
    for (const { id, parent, requires, type } of nodes) {
      const status = statusOf(id)
      // A revoked agent is revoked for good.
      if (type === 'agent' && status === 'revoked') continue
      const redo =
        id === from ||
        requires.some((required) => again.has(required)) ||
        (parent !== null && whole.has(parent))
      // A condition decides again, and may then take the other branch.
      const unchosen =
        status === 'skipped' &&
        parent !== null &&
        again.has(parent) &&
        (types.get(parent) === 'condition' || statusOf(parent) === 'skipped')
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
