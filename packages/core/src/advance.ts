import { advanceAgent } from './advance-agent.ts'
import { advanceGate } from './advance-gate.ts'
import { assertNever } from './assert.ts'
import type { Command } from './command.ts'
import { nodeOf, stageOf } from './create-state.ts'
import type { Fact } from './fact.ts'
import type { Graph, GraphNode, StageId } from './graph.ts'
import { ROOT, type RunState } from './state.ts'
import { type EndStatus, endUnworked, isEnded, isFailure } from './status.ts'

/**
 * What is to be done next, or nothing when the run waits for the world. It looks at the first stage on the agenda:
 * what is decided about one stage may change what is to be decided about the next, so do it, fold it, ask again.
 */
export function advance(graph: Graph, state: RunState, now: number): readonly Command[] {
  for (const id of state.agenda) return id === ROOT ? [finishRun(graph, state)] : advanceStage(state, id, now)
  return []
}

function advanceStage(state: RunState, id: StageId, now: number): readonly Command[] {
  const node = nodeOf(state, id)
  const stage = stageOf(state, id)
  if (stage.status === 'pending') return [startStage(state, node, stage.guard)]
  if (stage.status === 'waiting') return advanceGate(state, id, now)
  if (stage.status !== 'running') return []
  if (stage.kind === 'container') return [finishContainer(state, node)]
  return node.type === 'agent' ? [advanceAgent(state, node, stage.agent, now)] : []
}

function startStage(state: RunState, node: GraphNode, guard: boolean | null): Command {
  const stopping = state.stopping.get(node.id)
  if (stopping !== undefined) return finish(node.id, endUnworked(stopping.status), stopping.reason)
  const unfit = judgeRequirements(state, node) ?? judgeBranch(state, node)
  if (unfit !== null) return finish(node.id, 'skipped', unfit)
  if (node.when !== null && guard === null) return { do: 'guard', stage: node.id }
  if (guard === false) return finish(node.id, 'skipped', '`when` is false')
  switch (node.type) {
    case 'agent': {
      const point = state.resuming.get(node.id)
      if (point === undefined) return { do: 'brief', stage: node.id }
      return record({ kind: 'stage.started', stage: node.id, brief: point.brief })
    }
    case 'gate':
      return { do: 'open', stage: node.id }
    case 'condition':
      return { do: 'decide', stage: node.id }
    case 'parallel':
    case 'branch':
      return record({ kind: 'stage.started', stage: node.id, brief: null })
    default:
      return assertNever(node)
  }
}

/** Why a stage must be skipped for what its requirements came to, or null when it may start. */
function judgeRequirements(state: RunState, node: GraphNode): string | null {
  const ends = node.requires.map((id) => ({ id, status: stageOf(state, id).status as EndStatus }))
  switch (node.requiresResult) {
    case 'finished':
      return null
    case 'failed':
      return ends.some(({ status }) => isFailure(status)) ? null : 'nothing that it requires failed'
    case 'succeeded': {
      const other = ends.find(({ status }) => status !== 'succeeded')
      return other === undefined ? null : `\`${other.id}\` ended ${other.status.replace('_', ' ')}`
    }
    default:
      return assertNever(node.requiresResult)
  }
}

/** Why a branch must be skipped: its condition took the other one. */
function judgeBranch(state: RunState, node: GraphNode): string | null {
  if (node.type !== 'branch' || node.parent === null) return null
  const parent = nodeOf(state, node.parent)
  const held = stageOf(state, node.parent)
  if (parent.type !== 'condition' || held.status !== 'running' || held.kind !== 'container') return null
  return parent[held.taken ?? 'else'] === node.id ? null : `the condition took \`${held.taken}\``
}

function finishContainer(state: RunState, node: GraphNode): Command {
  const stopping = state.stopping.get(node.id)
  if (stopping !== undefined) return finish(node.id, stopping.status, stopping.reason)
  const children = 'children' in node ? node.children : []
  const failed = children.filter((id) => hasFailed(state, id))
  if (failed.length === 0) return finish(node.id, 'succeeded', null)
  return finish(node.id, 'failed', `${listed(failed)} did not succeed`)
}

function finishRun(graph: Graph, state: RunState): Command {
  const stopping = state.progress.status === 'running' ? state.progress.stopping : null
  if (stopping !== null)
    return record({ kind: 'run.finished', status: stopping.status, reason: stopping.reason })
  const failed = graph.nodes.filter((node) => node.parent === null && hasFailed(state, node.id))
  if (failed.length === 0) return record({ kind: 'run.finished', status: 'succeeded', reason: null })
  const revoked = failed.some((node) => stageOf(state, node.id).status === 'revoked')
  const first = failed[0]
  const why = first === undefined ? null : stageOf(state, first.id)
  const detail =
    why !== null && isEnded(why.status) && 'reason' in why && why.reason !== null ? `: ${why.reason}` : ''
  const reason = `${listed(failed.map((node) => node.id))} did not succeed${failed.length === 1 ? detail : ''}`
  return record({ kind: 'run.finished', status: revoked ? 'revoked' : 'failed', reason })
}

function listed(ids: readonly StageId[]): string {
  const shown = ids.slice(0, 3).map((id) => `\`${id}\``)
  return ids.length > 3 ? `${shown.join(', ')} and ${ids.length - 3} more` : shown.join(', ')
}

function record(fact: Fact): Command {
  return { do: 'record', fact }
}

function finish(stage: StageId, status: EndStatus, reason: string | null): Command {
  return record({ kind: 'stage.finished', stage, status, reason })
}

/** Whether a stage ended in failure. */
function hasFailed(state: RunState, id: StageId): boolean {
  const { status } = stageOf(state, id)
  return isEnded(status) && isFailure(status)
}
