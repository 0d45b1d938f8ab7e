import { nodeOf, stageOf } from './create-state.ts'
import { isClosing } from './fold-agent.ts'
import { abandonEffects } from './fold-effect.ts'
import { isContainer, type StageId } from './graph.ts'
import type { Json } from './json.ts'
import { type Ending, ROOT, type RunState, type StageState } from './state.ts'
import { isEnded, isFailure } from './status.ts'

/** Ends a stage and lets everyone concerned know: those who require it, what it holds, what holds it. */
export function endStage(state: RunState, id: StageId, ending: Ending, at: number): void {
  const before = stageOf(state, id)
  if (isEnded(before.status)) return
  abandonEffects(state, id, at)
  state.stages.set(id, endedState(before, ending, at, formOutputs(state, id)))
  state.changed.add(id)
  state.agenda.delete(id)
  state.stopping.delete(id)
  for (const dependent of state.dependents.get(id) ?? []) {
    const unmet = (state.unmet.get(dependent) ?? 0) - 1
    state.unmet.set(dependent, unmet)
    if (unmet === 0) propose(state, dependent)
  }
  const node = nodeOf(state, id)
  if (isContainer(node)) {
    const inside: Ending = {
      status: ending.status === 'skipped' ? 'skipped' : 'cancelled',
      reason: ending.reason,
    }
    for (const child of node.children) endStage(state, child, inside, at)
  }
  leaveParent(state, node.parent, ending)
}

function leaveParent(state: RunState, parent: StageId | null, ending: Ending): void {
  const holder = parent ?? ROOT
  const open = (state.open.get(holder) ?? 0) - 1
  state.open.set(holder, open)
  if (parent === null) {
    if (open === 0) state.agenda.add(ROOT)
    return
  }
  const held = stageOf(state, parent)
  if (held.status !== 'running') return
  if (open === 0) state.agenda.add(parent)
  const node = nodeOf(state, parent)
  if (node.type !== 'parallel') return
  const next = state.queued.get(parent)?.shift()
  if (next !== undefined) propose(state, next)
  if (node.failFast && isFailure(ending.status)) {
    for (const sibling of node.children) {
      stopStage(state, sibling, { status: 'cancelled', reason: 'a parallel branch failed' })
    }
  }
}

function endedState(before: StageState, ending: Ending, at: number, form: Outputs): StageState {
  const agent = 'agent' in before ? before.agent : null
  const startedAt = agent?.startedAt ?? ('startedAt' in before ? before.startedAt : null)
  return {
    status: ending.status,
    reason: ending.reason,
    startedAt,
    finishedAt: at,
    outputs: ending.status === 'succeeded' ? (agent?.outputs ?? form) : {},
    manifest: agent?.manifest ?? null,
  }
}

type Outputs = Readonly<Record<string, Json>>

const NO_OUTPUTS: Outputs = {}

/** What approvers filled in at the gate of a stage; where two did, the later one stands. */
function formOutputs(state: RunState, id: StageId): Outputs {
  const gate = state.gates.size === 0 ? undefined : state.gates.get(id)
  if (gate === undefined) return NO_OUTPUTS
  return Object.assign({}, ...gate.votes.map(({ values = {} }) => values)) as Outputs
}

/** Puts a stage on the agenda when it is free to start: nothing unmet, and its place is open. */
export function propose(state: RunState, id: StageId): void {
  if (stageOf(state, id).status !== 'pending' || state.unmet.get(id) !== 0) return
  const { parent } = nodeOf(state, id)
  if (parent === null) {
    if (state.progress.status === 'running') state.agenda.add(id)
    return
  }
  const held = stageOf(state, parent)
  if (held.status !== 'running' || state.queued.get(parent)?.includes(id) === true) return
  state.agenda.add(id)
}

/** Marks a stage, and all that it holds, to stop; what is already closing goes on to its end. */
export function stopStage(state: RunState, id: StageId, ending: Ending): void {
  const stage = stageOf(state, id)
  if (isEnded(stage.status)) return
  // Only a revocation overtakes an earlier stop.
  const earlier = state.stopping.get(id)
  if (earlier !== undefined && (ending.status !== 'revoked' || earlier.status === 'revoked')) return
  const node = nodeOf(state, id)
  state.stopping.set(id, ending)
  if (stage.status === 'running' && stage.kind === 'container') {
    state.queued.delete(id)
    if (isContainer(node)) for (const child of node.children) stopStage(state, child, ending)
    return
  }
  const agent = stage.status === 'running' ? stage.agent : null
  if (agent !== null && ending.status !== 'revoked' && isClosing(agent)) return
  state.agenda.add(id)
}
