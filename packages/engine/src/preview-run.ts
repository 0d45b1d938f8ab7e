import {
  type ErrorBody,
  errorBodyOf,
  type Graph,
  type Json,
  MusterError,
  quotaTakings,
  type RunRow,
  type StartPreview,
  startRequest,
  type ValidateAnswer,
} from '@muster/core'
import { checkInputs, type Pipeline, specsOf } from '@muster/dsl'
import { groundFor } from './ask-policy.ts'
import type { Catalogue } from './catalogue.ts'
import { quotaRefusal, startRefusal } from './decide-calls.ts'
import type { EngineDeps } from './deps.ts'
import type { Preview } from './engine.ts'
import type { Expansion } from './pipeline-expander.ts'
import { type QuotaOutlook, readOutlook } from './quota-outlook.ts'
import { requireScope } from './require-scope.ts'
import type { RevocationRegister } from './revocation-register.ts'
import { newRun } from './submit-run.ts'

/** What a submission would come to now: what may change until it is made is judged again then. */
export async function previewRun(
  deps: EngineDeps,
  catalogue: Catalogue,
  register: RevocationRegister,
  of: Preview,
): Promise<ValidateAnswer> {
  const { parsed, expand } = await catalogue.read(of.tenant, of.text, of.file)
  const { pipeline, problems } = parsed
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
      expansion = expand(document, checked.inputs)
    } catch (thrown) {
      return { ...nothing, refusal: told(thrown) }
    }
    await requireScope(deps.ledger, of)
    const { graph } = expansion
    const row = newRun(deps, { ...of, idempotencyKey: null }, expansion)
    const outlook = await readOutlook(deps, register, row)
    const refusal = refusalOf(row, graph, outlook)
    return { inputProblems: [], graph, refusal, quota: quotaTakings(graph, outlook.views) }
  }

  function refusalOf(row: RunRow, graph: Graph, { revoked, book }: QuotaOutlook): ErrorBody['error'] | null {
    try {
      groundFor(deps.policy, startRequest(row, graph, of.by, false))
    } catch (thrown) {
      return told(thrown)
    }
    const refusal =
      startRefusal(row, graph, { policy: deps.policy, revoked }) ?? quotaRefusal(book, row, graph)
    return refusal === null ? null : told(refusal)
  }
}

/** What a person is told of a refusal; a fault of ours is thrown on. */
function told(thrown: unknown): ErrorBody['error'] {
  if (thrown instanceof MusterError) return errorBodyOf(thrown).error
  throw thrown
}
