import {
  createQuotaBook,
  dayStart,
  type ErrorBody,
  errorBodyOf,
  type Graph,
  type Json,
  limitedScopes,
  MusterError,
  quotaTakings,
  type RunRow,
  scopeKey,
  type StartPreview,
  startRequest,
  type ValidateAnswer,
} from '@muster/core'
import { checkInputs, type Pipeline, specsOf } from '@muster/dsl'
import { groundFor } from './ask-policy.ts'
import { projectRefusal, quotaRefusal } from './decide-calls.ts'
import type { EngineDeps } from './deps.ts'
import type { Preview } from './engine.ts'
import type { Expansion } from './pipeline-expander.ts'
import type { createQuotas } from './quotas.ts'
import { requireScope } from './require-scope.ts'
import type { RevocationRegister } from './revocation-register.ts'
import { newRun, type PipelineReader } from './submit-run.ts'

/** What a submission would come to now: what may change until it is made is judged again then. */
export async function previewRun(
  deps: EngineDeps,
  reader: PipelineReader,
  register: RevocationRegister,
  quotas: Pick<ReturnType<typeof createQuotas>, 'of'>,
  of: Preview,
): Promise<ValidateAnswer> {
  const { pipeline, problems } = reader.parse(of.text, of.file)
  if (pipeline === null) return { problems, declares: null, start: null }
  const { name, version, description } = pipeline
  const declares = {
    name,
    version: String(version ?? '1'),
    description: description ?? null,
    inputs: specsOf(pipeline.inputs),
  }
  const { inputs } = of
  const start = inputs === null ? null : await startOf(pipeline, inputs)
  return { problems, declares, start }

  async function startOf(document: Pipeline, given: Readonly<Record<string, Json>>): Promise<StartPreview> {
    const checked = checkInputs(document, given)
    const nothing = { inputProblems: checked.problems, graph: null, quota: [] }
    if (checked.problems.length > 0) return { ...nothing, refusal: null }
    let expansion: Expansion
    try {
      expansion = reader.expand(document, checked.inputs)
    } catch (thrown) {
      return { ...nothing, refusal: told(thrown) }
    }
    await requireScope(deps.ledger, of)
    const { graph } = expansion
    const row = newRun(deps, { ...of, yesToGates: false, idempotencyKey: null }, expansion)
    const views = (await quotas.of(of.tenant)).filter(
      ({ project }) => project === null || project === of.project,
    )
    const refusal = await judge(row, graph).then(() => null, told)
    return { inputProblems: [], graph, refusal, quota: quotaTakings(graph, views) }
  }

  async function judge(row: RunRow, graph: Graph): Promise<void> {
    groundFor(deps.policy, startRequest(row, graph, of.by, false))
    const revoked = register.known()
    const now = deps.clock()
    const scopes = limitedScopes(revoked, row)
    const keys = scopes.map(scopeKey)
    const used = await Promise.all(scopes.map((scope) => deps.ledger.usage(scope, dayStart(now))))
    const counted = new Map(used.map((usage, index) => [keys[index] ?? '', usage]))
    const refusal =
      projectRefusal(revoked, row) ?? quotaRefusal(createQuotaBook(revoked, counted, now), row, graph)
    if (refusal !== null) throw refusal
  }
}

/** What a person is told of a refusal; a fault of ours is thrown on. */
function told(thrown: unknown): ErrorBody['error'] {
  if (thrown instanceof MusterError) return errorBodyOf(thrown).error
  throw thrown
}
