import { createState, digestOf, type Graph, MusterError, type Problem, type RunRow } from '@muster/core'
import { checkInputs, expand, parsePipeline } from '@muster/dsl'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import type { Admission, Submission } from './engine.ts'
import { newRunId } from './new-run-id.ts'

/** The one way in which a run comes to be, whether by CLI, API, SDK or queue. */
export async function submitRun(deps: EngineDeps, beat: Beat, submission: Submission): Promise<Admission> {
  const graph = admit(deps, submission)
  const graphDigest = digestOf(graph)
  const known = await runByKey(deps, submission)
  if (known !== null) return sameRun(known, graphDigest, submission)
  const now = deps.clock()
  const row: RunRow = {
    tenant: submission.tenant,
    project: submission.project,
    id: newRunId(graph.name, now, deps.random),
    pipeline: graph.name,
    version: graph.version,
    status: 'running',
    reason: null,
    by: submission.by,
    yesToGates: submission.yesToGates,
    idempotencyKey: submission.idempotencyKey,
    graphDigest,
    submittedAt: now,
    finishedAt: null,
    deadlineAt: null,
    seq: 0,
    head: '',
  }
  const cause = {
    kind: 'run.submitted',
    by: submission.by,
    graph: graphDigest,
    inputs: digestOf(graph.inputs),
    yesToGates: submission.yesToGates,
  } as const
  try {
    const [created] = await beat([], [{ row, graph, state: createState(row.id, graph), cause }])
    return { run: created ?? row, created: true }
  } catch (error) {
    // Two submissions with one key raced: the other one won.
    const winner = await runByKey(deps, submission)
    if (winner === null) throw error
    return sameRun(winner, graphDigest, submission)
  }
}

/** The graph of a submission. Throws MUSTER_PIPELINE_INVALID, MUSTER_PIPELINE_NOT_FOUND, MUSTER_INPUTS_INVALID. */
function admit(deps: EngineDeps, submission: Submission): Graph {
  const { pipeline, problems } = parsePipeline(textOf(deps, submission.pipeline), {
    file: submission.file,
    templates: deps.templates,
  })
  if (pipeline === null) throw invalid(submission.file, problems)
  const checked = checkInputs(pipeline, submission.inputs)
  const [problem] = checked.problems
  if (problem !== undefined) {
    const declared = Object.keys(pipeline.inputs ?? {}).join(', ') || 'no inputs'
    throw new MusterError('MUSTER_INPUTS_INVALID', { problem: checked.problems.join('; '), declared })
  }
  return expand(pipeline, checked.inputs, deps.templates)
}

function invalid(file: string, problems: readonly Problem[]): MusterError {
  const count = `${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}`
  return new MusterError('MUSTER_PIPELINE_INVALID', { file, count }, problems)
}

/** A single word names a pipeline that the server knows; anything else is a document. */
function textOf(deps: EngineDeps, pipeline: string): string {
  if (!/^[\w-]+$/.test(pipeline)) return pipeline
  const text = deps.pipelines.get(pipeline)
  if (text !== undefined) return text
  const known = [...deps.pipelines.keys()].join(', ') || 'none'
  throw new MusterError('MUSTER_PIPELINE_NOT_FOUND', { name: pipeline, known })
}

async function runByKey(
  deps: EngineDeps,
  { tenant, project, idempotencyKey }: Submission,
): Promise<RunRow | null> {
  if (idempotencyKey === null) return null
  return deps.ledger.transaction((tx) => tx.runByKey(tenant, project, idempotencyKey))
}

function sameRun(run: RunRow, graphDigest: string, submission: Submission): Admission {
  if (run.graphDigest === graphDigest) return { run, created: false }
  throw new MusterError('MUSTER_IDEMPOTENCY_CONFLICT', { key: submission.idempotencyKey ?? '', run: run.id })
}
