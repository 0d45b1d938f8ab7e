import {
  type Expression,
  type GraphNode,
  isContainer,
  isEnded,
  type Json,
  type Need,
  nodeOf,
  type PipelineContext,
  type RunState,
  type StageId,
  type StageResult,
  stageOf,
} from '@muster/core'

/** What an expression of a stage may read: inputs, the stages it names, the item of its `foreach`. */
export function contextFor(state: RunState, node: GraphNode, expression: Expression): PipelineContext {
  const stages = Object.fromEntries(expression.reads.map((id) => [id, resultOf(state, id)]))
  const item = itemOf(state, node)
  return { inputs: state.graph.inputs, stages, ...(item === undefined ? {} : { item }) }
}

function resultOf(state: RunState, id: StageId): StageResult {
  const stage = stageOf(state, id)
  const ended = isEnded(stage.status) && 'outputs' in stage
  return { status: stage.status, reason: ended ? stage.reason : null, outputs: ended ? stage.outputs : {} }
}

function itemOf(state: RunState, node: GraphNode): Json | undefined {
  for (let at: GraphNode = node; ; ) {
    if (at.type === 'branch' && at.item !== undefined) return at.item
    if (at.parent === null) return undefined
    at = nodeOf(state, at.parent)
  }
}

/** What every stage came to that a stage, or a container of it, requires; what a container held is named too. */
export function needsOf(state: RunState, node: GraphNode): Readonly<Record<StageId, Need>> {
  const needs: Record<StageId, Need> = {}
  const add = (id: StageId): void => {
    const stage = stageOf(state, id)
    if (!isEnded(stage.status) || !('outputs' in stage)) return
    const required = nodeOf(state, id)
    if (required.type !== 'branch') {
      needs[id] = { status: stage.status, outputs: stage.outputs, manifest: stage.manifest }
    }
    if (isContainer(required)) for (const child of required.children) add(child)
  }
  for (
    let at: GraphNode | null = node;
    at !== null;
    at = at.parent === null ? null : nodeOf(state, at.parent)
  ) {
    for (const id of at.requires) add(id)
  }
  return needs
}
