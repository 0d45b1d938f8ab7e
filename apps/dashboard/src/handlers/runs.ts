import {
  type Actor,
  DEFAULT_PROJECT,
  type EntryView,
  type Fact,
  type LedgerReads,
  openEntry,
  RUN_STATUSES,
  type RunAnswer,
  type RunView,
  withoutSandbox,
} from '@muster/core'
import type { Submission } from '@muster/engine'
import { countsOf } from '../counts.ts'
import type { Handler, HandlerDeps } from '../handler.ts'
import { loadGraph, loadRun, loadStage } from '../load.ts'
import { json, type JsonReply } from '../reply.ts'
import { type ApiRequest, bad, integerOf, isObject, objectOf, textOf } from '../request.ts'
import { searchOf } from '../search-of.ts'
import { toEntryView, toGateView, toRunSummary } from '../views.ts'

/** What there is to read of a request that changes something. */
type Asked = Pick<ApiRequest, 'body' | 'principal'>

/** Of one answer. */
const MOST_ENTRIES = 1_000

/** Runs, newest first; with `counts=true` also how far their stages are. */
export const listRuns: Handler<'get /api/runs'> = async ({ query, principal }, { ledger, clock }) => {
  const asked = searchOf(['q', 'status', 'pipeline', 'by', 'text', 'since'], query, clock(), 'run')
  const { words, pipeline, by, since } = asked
  const status = RUN_STATUSES.find((known) => known === asked.status)
  const before = query.before
  const rows = await ledger.runs({
    tenant: principal.tenant,
    limit: integerOf(query.limit, 'limit', 50, 200),
    words,
    ...(principal.project !== null && { project: principal.project }),
    ...(status !== undefined && { status }),
    ...(pipeline !== undefined && { pipeline }),
    ...(by !== undefined && { by }),
    ...(since !== undefined && { since }),
    ...(before !== undefined && { before }),
  })
  const runs = rows.map(toRunSummary)
  return json(query.counts === 'true' ? { runs, counts: await countsOf(ledger, rows) } : { runs })
}

/** Admits a run: 201 when it is new, 200 when its idempotency key already had one. */
export const submit: Handler<'post /api/runs'> = async (request, { engine }) => {
  const { run, created } = await engine.submit(submissionIn(request))
  return json({ run: toRunSummary(run), created }, created ? 201 : 200)
}

/** What a run would take, were it submitted. */
export const forecast: Handler<'post /api/forecasts'> = async (request, { engine }) =>
  json(await engine.forecast(submissionIn(request)))

function submissionIn({ body, principal }: Asked): Submission {
  const given = objectOf(body, ['pipeline', 'file', 'inputs', 'idempotencyKey', 'yesToGates'])
  const pipeline = given['pipeline']
  if (typeof pipeline !== 'string' || pipeline === '')
    throw bad('`pipeline` is the text of a pipeline or the name of one')
  const inputs = given['inputs'] ?? {}
  if (!isObject(inputs)) throw bad('`inputs` is an object')
  const yesToGates = given['yesToGates'] ?? false
  if (typeof yesToGates !== 'boolean') throw bad('`yesToGates` is true or false')
  return {
    tenant: principal.tenant,
    project: principal.project ?? DEFAULT_PROJECT,
    pipeline,
    file: textOf(given, 'file', 500) ?? 'pipeline.yaml',
    inputs,
    idempotencyKey: textOf(given, 'idempotencyKey', 200),
    yesToGates,
    by: principal.actor,
  }
}

/** One run, whole; `attempts=brief` leaves the records of its attempts out, `attempts=none` the attempts. */
export const getRun: Handler<'get /api/runs/:run'> = async ({ params, query, principal }, { ledger }) => {
  const detail = query.attempts ?? 'all'
  if (!['all', 'brief', 'none'].includes(detail)) throw bad('`attempts` is all, brief or none')
  const row = await loadRun(ledger, principal, params.run)
  const [graph, stages, attempts, gates, votes, effects, [first]] = await Promise.all([
    loadGraph(ledger, row),
    ledger.stages(row.id),
    detail === 'none' ? [] : ledger.attempts(row.id),
    ledger.gates({ run: row.id }),
    ledger.votes(row.id),
    ledger.effects(row.id),
    ledger.entries(row.id, 0, 1),
  ])
  const cause = first === undefined ? null : openEntry(first.body).cause
  const view: RunView = {
    run: toRunSummary(row),
    inputs: graph.inputs,
    stages,
    attempts: detail === 'brief' ? attempts.map((attempt) => ({ ...attempt, record: null })) : attempts,
    gates: gates.map((gate) => toGateView(gate, votes)),
    withoutSandbox: withoutSandbox(attempts),
    effects,
    policy: cause?.kind === 'run.submitted' ? (cause.policy ?? null) : null,
  }
  return json(view)
}

/** One stage with its attempts and effects. */
export const getStage: Handler<'get /api/runs/:run/stages/:stage'> = async (
  { params, principal },
  { ledger },
) => {
  const { id } = await loadRun(ledger, principal, params.run)
  const [stage, attempts, effects] = await Promise.all([
    loadStage(ledger, id, params.stage),
    ledger.attempts(id),
    ledger.effects(id),
  ])
  const ofStage = (row: { readonly stage: string }) => row.stage === stage.stage
  return json({ stage, attempts: attempts.filter(ofStage), effects: effects.filter(ofStage) })
}

/** The graph that a run follows. */
export const getGraph: Handler<'get /api/runs/:run/graph'> = async ({ params, principal }, { ledger }) =>
  json(await loadGraph(ledger, await loadRun(ledger, principal, params.run)))

/** What the ledger holds of a run, in order: all of it, or only what names one stage. */
export const entries: Handler<'get /api/runs/:run/entries'> = async (
  { params, query, principal },
  { ledger },
) => {
  const { id } = await loadRun(ledger, principal, params.run)
  const after = integerOf(query.after, 'after', 0, Number.MAX_SAFE_INTEGER)
  const limit = integerOf(query.limit, 'limit', 100, MOST_ENTRIES)
  const stage = query.stage
  if (stage !== undefined) return json({ entries: await entriesOf(ledger, id, stage, after, limit) })
  return json({ entries: (await ledger.entries(id, after, limit)).map(toEntryView) })
}

async function entriesOf(
  ledger: LedgerReads,
  run: string,
  stage: string,
  after: number,
  limit: number,
): Promise<readonly EntryView[]> {
  const found: EntryView[] = []
  for (let from = after; found.length < limit; ) {
    const sealed = await ledger.entries(run, from, MOST_ENTRIES)
    // Most entries name other stages: looking for its name in their bytes spares reading them.
    const near = sealed.filter(({ body }) => body.includes(JSON.stringify(stage))).map(toEntryView)
    found.push(...near.filter(({ cause, effects }) => [cause, ...effects].some((fact) => names(fact, stage))))
    from = sealed.at(-1)?.seq ?? from
    if (sealed.length < MOST_ENTRIES) break
  }
  return found.slice(0, limit)
}

function names(fact: Fact, stage: string): boolean {
  return (
    ('stage' in fact && fact.stage === stage) ||
    ('stages' in fact && fact.stages.includes(stage)) ||
    ('from' in fact && fact.from === stage)
  )
}

/** Stops a run. */
export const cancel: Handler<'post /api/runs/:run/cancel'> = (request, deps) =>
  act(request, deps, ['reason'], (of, reason) => deps.engine.cancel({ ...of, reason }))

/** Starts an ended run again from what did not succeed, and from a stage if one is chosen. */
export const retry: Handler<'post /api/runs/:run/retry'> = (request, deps) => {
  const from = textOf(objectOf(request.body, ['from']), 'from', 1_000)
  return act(request, deps, ['from'], (of) => deps.engine.retry({ ...of, from }))
}

async function act(
  { params, body, principal }: Asked & Pick<ApiRequest<'get /api/runs/:run'>, 'params'>,
  { ledger }: HandlerDeps,
  keys: readonly string[],
  use: (
    of: { readonly tenant: string; readonly run: string; readonly by: Actor },
    reason: string | null,
  ) => Promise<void>,
): Promise<JsonReply<RunAnswer, 200>> {
  const reason = textOf(objectOf(body, keys), 'reason', 4_000)
  const { id } = await loadRun(ledger, principal, params.run)
  await use({ tenant: principal.tenant, run: id, by: principal.actor }, reason)
  return json({ run: toRunSummary(await loadRun(ledger, principal, id)) })
}
