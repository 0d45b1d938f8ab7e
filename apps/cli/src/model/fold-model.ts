import {
  AGENT_PHASES_ORDERED,
  budgetOf,
  budgetText,
  type BudgetView,
  budgetView,
  createState,
  type EntryView,
  type Fact,
  foldEntry,
  type Graph,
  type RunState,
  type RunSummary,
  type StageId,
  type WorkPhase,
} from '@muster/core'
import type { PhaseMark, RunModel, StageModel } from './run-model.ts'
import { type Place, stageTree } from './stage-tree.ts'

/** Folds a run's entries, from the first on, into what is shown of it. */
export interface ModelFolder {
  readonly state: RunState
  /** Takes the next entry. */
  add(entry: EntryView): void
  model(): RunModel
}

/** Starts with a run that has no entries yet. */
export function createModelFolder(run: RunSummary, graph: Graph): ModelFolder {
  const state = createState(run.id, graph)
  const places = stageTree(graph)
  const settled = new Map<StageId, Map<WorkPhase, boolean>>()
  const note = (fact: Fact) => {
    if (fact.kind === 'stage.started') settled.set(fact.stage, new Map())
    if (fact.kind === 'attempt.settled')
      settled.get(fact.stage)?.set(fact.phase, fact.outcome.kind === 'succeeded')
  }
  return {
    state,
    add(entry) {
      foldEntry(state, entry)
      note(entry.cause)
      entry.effects.forEach(note)
    },
    model() {
      const { progress } = state
      return {
        id: run.id,
        pipeline: run.pipeline,
        version: run.version,
        status: progress.status,
        reason: progress.status === 'running' ? (progress.stopping?.reason ?? null) : progress.reason,
        startedAt: state.startedAt === 0 ? run.submittedAt : state.startedAt,
        finishedAt: progress.status === 'running' ? null : progress.finishedAt,
        stages: places.map((place) => stageModel(state, place, settled.get(place.node.id))),
      }
    },
  }
}

function stageModel(
  state: RunState,
  { node, label, depth }: Place,
  settled: ReadonlyMap<WorkPhase, boolean> | undefined,
): StageModel {
  const stage = state.stages.get(node.id) ?? { status: 'pending', guard: null }
  const agent = 'agent' in stage ? stage.agent : null
  const now =
    agent !== null && 'phase' in agent.step && agent.step.kind !== 'settled' ? agent.step.phase : null
  const gate = state.gates.get(node.id)
  const budget = node.type === 'agent' ? budgetView(node.errorBudget, budgetOf(state, node.id)) : null
  const lastError = agent === null ? null : (budgetOf(state, node.id).errors.at(-1) ?? null)
  return {
    id: node.id,
    label,
    depth,
    type: node.type,
    status: stage.status,
    reason: 'reason' in stage ? stage.reason : (agent?.ending?.reason ?? lastError),
    phases: node.type === 'agent' ? phaseMarks(settled ?? new Map(), now) : null,
    startedAt: agent?.startedAt ?? ('startedAt' in stage ? stage.startedAt : null),
    finishedAt: 'finishedAt' in stage ? stage.finishedAt : null,
    deadlineAt: stage.status === 'waiting' ? (gate?.deadline ?? null) : null,
    budget: budget === null ? null : budgetLine(budget),
  }
}

/** A budget for the line of its stage; null when it has no limits, or none was touched. */
export function budgetLine(budget: BudgetView): string | null {
  const touched = budget.limits !== null && (budget.total.errors > 0 || budget.clarification !== null)
  return touched ? budgetText(budget) : null
}

/** The marks of the eight phases: what settled, by whether it succeeded, and the one at work. */
export function phaseMarks(settled: ReadonlyMap<string, boolean>, now: string | null): readonly PhaseMark[] {
  return AGENT_PHASES_ORDERED.map((phase) => {
    if (phase === now) return 'now'
    const succeeded = settled.get(phase)
    return succeeded === undefined ? 'todo' : succeeded ? 'succeeded' : 'failed'
  })
}
