import type { AttemptRow, Graph, RunView } from '@muster/core'
import { budgetLine, phaseMarks } from './fold-model.ts'
import type { RunModel } from './run-model.ts'
import { stageTree } from './stage-tree.ts'

/** A run as it is shown, from its rows as they stand. */
export function modelOfView(graph: Graph, view: RunView): RunModel {
  const rows = new Map(view.stages.map((row) => [row.stage, row]))
  const attempts = groupByStage(view.attempts)
  const { run } = view
  return {
    id: run.id,
    pipeline: run.pipeline,
    version: run.version,
    status: run.status,
    reason: run.reason,
    startedAt: run.submittedAt,
    finishedAt: run.finishedAt,
    stages: stageTree(graph).map(({ node, label, depth }) => {
      const row = rows.get(node.id)
      return {
        id: node.id,
        label,
        depth,
        type: node.type,
        status: row?.status ?? 'pending',
        reason: row?.reason ?? null,
        phases: node.type === 'agent' ? marksOf(attempts.get(node.id) ?? []) : null,
        startedAt: row?.startedAt ?? null,
        finishedAt: row?.finishedAt ?? null,
        deadlineAt: row?.status === 'waiting' ? row.deadlineAt : null,
        budget: row?.budget == null ? null : budgetLine(row.budget),
      }
    }),
  }
}

function groupByStage(attempts: readonly AttemptRow[]): ReadonlyMap<string, readonly AttemptRow[]> {
  const groups = new Map<string, AttemptRow[]>()
  for (const attempt of attempts) {
    const group = groups.get(attempt.stage)
    if (group === undefined) groups.set(attempt.stage, [attempt])
    else group.push(attempt)
  }
  return groups
}

/** Later attempts of a phase count over earlier ones, and a new BOOTSTRAP starts afresh. */
function marksOf(attempts: readonly AttemptRow[]) {
  const settled = new Map<string, boolean>()
  let now: string | null = null
  for (const attempt of [...attempts].sort((a, b) => a.fence - b.fence)) {
    if (attempt.phase === 'BOOTSTRAP') settled.clear()
    now = attempt.status === 'dispatched' ? attempt.phase : null
    if (attempt.status !== 'dispatched' && attempt.status !== 'superseded')
      settled.set(attempt.phase, attempt.status === 'succeeded')
  }
  return phaseMarks(settled, now)
}
