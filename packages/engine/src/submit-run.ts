import { digestOf, type Fact, MusterError, type Problem, type RunRow, startRequest } from '@muster/core'
import { checkInputs } from '@muster/dsl'
import { groundFor, keepRefusal } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import type { Catalogue } from './catalogue.ts'
import type { EngineDeps } from './deps.ts'
import type { Admission, Submission } from './engine.ts'
import { newRunId } from './new-run-id.ts'
import { requireScope } from './require-scope.ts'
import type { Refusals } from './refusals.ts'
import type { Expansion } from './pipeline-expander.ts'

/** The one way in which a run comes to be, whether by CLI, API, SDK or queue. Throws MUSTER_POLICY_DENIED. */
export async function submitRun(
  deps: EngineDeps & { readonly refusals: Refusals },
  catalogue: Catalogue,
  beat: Beat,
  submission: Submission,
): Promise<Admission> {
  const { request, ...birth } = await birthOf(deps, catalogue, submission)
  const admission = await keepRefusal(deps, request, submission.by, () => beat.bear(birth))
  if (admission.run.graphDigest === birth.row.graphDigest) return admission
  throw new MusterError('MUSTER_IDEMPOTENCY_CONFLICT', {
    key: submission.idempotencyKey ?? '',
    run: admission.run.id,
  })
}

/** A run as it would begin, with what policies are asked about it. Throws what `admit` does; `judge` MUSTER_POLICY_DENIED. */
async function birthOf(deps: EngineDeps, catalogue: Catalogue, submission: Submission) {
  const { graph, digest: graphDigest } = await admit(deps, catalogue, submission)
  await requireScope(deps.ledger, submission)
  const row = newRun(deps, submission, { graph, digest: graphDigest })
  const request = startRequest(row, graph, submission.by, false)
  const inputs = digestOf(graph.inputs)
  const judge = (): Fact => ({
    kind: 'run.submitted',
    by: submission.by,
    graph: graphDigest,
    inputs,
    yesToGates: submission.yesToGates,
    policy: groundFor(deps.policy, request),
  })
  return { row, graph, judge, request }
}

/** The row of a run that is about to be. */
export function newRun(
  { clock, random }: Pick<EngineDeps, 'clock' | 'random'>,
  { tenant, project, by, yesToGates, idempotencyKey }: Omit<Submission, 'pipeline' | 'file' | 'inputs'>,
  { graph, digest }: Expansion,
): RunRow {
  const now = clock()
  return {
    tenant,
    project,
    id: newRunId(graph.name, now, random),
    pipeline: graph.name,
    version: graph.version,
    status: 'running',
    reason: null,
    by,
    yesToGates,
    idempotencyKey,
    graphDigest: digest,
    submittedAt: now,
    finishedAt: null,
    deadlineAt: null,
    seq: 0,
    head: '',
    trimmedAt: null,
  }
}

/** The graph of a submission. Throws MUSTER_PIPELINE_INVALID, MUSTER_PIPELINE_NOT_FOUND, MUSTER_INPUTS_INVALID. */
async function admit(deps: EngineDeps, catalogue: Catalogue, submission: Submission): Promise<Expansion> {
  const { tenant, file } = submission
  const { parsed, expand } = await catalogue.read(tenant, textOf(deps, submission.pipeline), file)
  const { pipeline, problems } = parsed
  if (pipeline === null) throw invalid(file, problems)
  const checked = checkInputs(pipeline, submission.inputs)
  const [problem] = checked.problems
  if (problem !== undefined) {
    const declared = Object.keys(pipeline.inputs ?? {}).join(', ') || 'no inputs'
    throw new MusterError('MUSTER_INPUTS_INVALID', { problem: checked.problems.join('; '), declared })
  }
  return expand(pipeline, checked.inputs)
}

function invalid(file: string, problems: readonly Problem[]): MusterError {
  const count = `${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}`
  return new MusterError('MUSTER_PIPELINE_INVALID', { file, count }, problems)
}

/** A single word names a pipeline that the server knows; anything else is a document. */
export function textOf(deps: Pick<EngineDeps, 'pipelines'>, pipeline: string): string {
  return /^[\w-]+$/.test(pipeline) ? pipelineText(deps, pipeline) : pipeline
}

/** The text of a pipeline that the server knows. Throws MUSTER_PIPELINE_NOT_FOUND. */
export function pipelineText({ pipelines }: Pick<EngineDeps, 'pipelines'>, name: string): string {
  const text = pipelines.get(name)
  if (text !== undefined) return text
  const known = [...pipelines.keys()].join(', ') || 'none'
  throw new MusterError('MUSTER_PIPELINE_NOT_FOUND', { name, known })
}
