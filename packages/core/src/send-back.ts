import { isContainer, type GateNode, type StageId } from './graph.ts'
import { nodeOf, stageOf } from './create-state.ts'
import type { RunState } from './state.ts'

/** The agents that plan anew when a gate sends back: those it names, or that it requires. A revoked one never does. */
export function sendBackTargets(state: RunState, { gate, requires }: GateNode): readonly StageId[] {
  const named = gate.sendBackTo ?? requires.filter((id) => state.nodes.get(id)?.type === 'agent')
  return named.filter((id) => stageOf(state, id).status !== 'revoked')
}

/**
 * What starts anew when a gate sends back: the agents named, all between them and the gate, the gate itself, and the
 * containers that hold any of them. What else has started from the results before goes on with those.
 */
export function sentBackStages(
  state: RunState,
  gate: StageId,
  targets: readonly StageId[],
): readonly StageId[] {
  const before = requiredBy(state, gate)
  const again = new Set<StageId>(targets)
  const whole = new Set<StageId>(targets)
  for (let size = -1; size < again.size; ) {
    size = again.size
    for (const { id, parent, requires } of state.graph.nodes) {
      if (!before.has(id) || stageOf(state, id).status === 'revoked') continue
      const redo = requires.some((required) => again.has(required)) || (parent !== null && whole.has(parent))
      const unchosen = parent !== null && again.has(parent) && stageOf(state, id).status === 'skipped'
      if (redo) whole.add(id)
      if (redo || unchosen) again.add(id)
    }
    for (const id of again) {
      const { parent } = nodeOf(state, id)
      if (parent !== null && stageOf(state, parent).status !== 'running') again.add(parent)
    }
  }
  again.add(gate)
  return [...again]
}

/** Everything that must have ended before a stage starts, with what is inside of it. */
function requiredBy(state: RunState, stage: StageId): ReadonlySet<StageId> {
  const found = new Set<StageId>()
  const add = (id: StageId): void => {
    if (found.has(id)) return
    found.add(id)
    const node = nodeOf(state, id)
    for (const required of node.requires) add(required)
    if (isContainer(node)) for (const child of node.children) add(child)
    if (node.parent !== null) for (const required of nodeOf(state, node.parent).requires) add(required)
  }
  add(stage)
  return found
}
