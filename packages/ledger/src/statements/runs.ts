import type { Graph, RunFilter } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import { columnar } from '../columnar.ts'
import { type CommitPart, insertInto, lastOfEach } from '../commit-part.ts'
import type { Session } from '../database.ts'
import { columnsOf, conditional, list, number, ofRun, statement, text, when } from '../statement.ts'
import { graphs, runs } from '../tables/index.ts'
import { runConditions, runWords } from './search/run-conditions.ts'

type Row = typeof runs.$inferSelect

const select = sql`select ${columnsOf(runs)} from ${runs}`

export const insertRuns = insertInto(runs)

export const insertGraphs = insertInto(graphs)

const MOVING = ['tenant', 'id', 'status', 'reason', 'finishedAt', 'deadlineAt', 'seq', 'head'] as const
const moving = columnar(runs, 'moved', MOVING)

/** Brings runs to where they now stand. What a run was submitted with never changes. */
export const updateRuns: CommitPart<Row> = {
  query: sql`update ${runs} set "status" = given."status", "reason" = given."reason",
  "finished_at" = given."finished_at", "deadline_at" = given."deadline_at", "seq" = given."seq", "head" = given."head"
  from ${moving.source} where ${runs.tenant} = given."tenant" and ${runs.id} = given."id"
  returning ${runs.id}`,
  values: (rows) => moving.values(lastOfEach(rows, (row) => row.id)),
}

/** Locks runs in order of id, so that two transactions never wait for each other. */
export const lockRuns = statement<{ readonly id: string; readonly seq: number }>(
  sql`select ${runs.id} as "id", ${runs.seq} as "seq" from ${runs} where ${runs.id} = any(${list('ids', 'text')})
    order by ${runs.id} for update`,
)

export const runsById = statement<Row>(sql`${select} where ${runs.id} = any(${list('ids', 'text')})`)

/** Makes whoever asks for one of these keys wait until this transaction has ended; in order, so that nobody waits for ever. */
export const lockKeys = statement(
  sql`select count(pg_advisory_xact_lock(hashtextextended("key", 0))) from (
    select "key" from unnest(${list('keys', 'text')}) as given("key") order by hashtextextended("key", 0)) sorted`,
)

export const runsByKeys = statement<Row>(sql`${select} join unnest(${list('tenants', 'text')},
  ${list('projects', 'text')}, ${list('keys', 'text')}) as given("tenant", "project", "key")
  on ${runs.tenant} = given."tenant" and ${runs.project} = given."project" and ${runs.idempotencyKey} = given."key"`)

export const runById = statement<Row>(
  sql`${select} where ${runs.tenant} = ${text('tenant')} and ${runs.id} = ${text('id')}`,
)

const newest = conditional<Row>(
  (where) => sql`${select} where ${where}
    order by ${runs.submittedAt} desc, ${runs.id} desc limit ${number('limit')}`,
)

/** The place of the run given as `name` among those of its tenant. */
export const placeOfRun = (name: string): SQL => sql`(
  select b."submitted_at", b."id" from ${runs} b where b."tenant" = ${text('tenant')} and b."id" = ${text(name)})`

/** Runs that meet all that is asked for, newest first. */
export async function newestRuns(session: Session, filter: RunFilter): Promise<readonly Row[]> {
  const { tenant, status, before, words = [], limit } = filter
  const conditions = [
    ...runConditions(filter),
    ...when('status', status, sql`${runs.status} = ${text('status')}`, String),
    ...when('before', before, sql`(${runs.submittedAt}, ${runs.id}) < ${placeOfRun('before')}`, String),
    ...(await runWords(session, tenant, words)),
  ]
  return newest(session, conditions, { limit })
}

export const openRuns = statement<{ readonly id: string }>(
  sql`select ${runs.id} as "id" from ${runs} where ${runs.status} = 'running' order by ${runs.id}`,
)

export const graphOf = statement<{ readonly body: Graph }>(
  sql`select ${graphs.body} as "body" from ${graphs} where ${ofRun(graphs)}`,
)

export const graphsOf = statement<{ readonly run: string; readonly body: Graph }>(
  sql`select ${graphs.run} as "run", ${graphs.body} as "body" from ${runs}
    join ${graphs} on ${graphs.tenant} = ${runs.tenant} and ${graphs.run} = ${runs.id}
    where ${runs.id} = any(${list('runs', 'text')})`,
)

/** A run's newest entry, as its row remembers it. */
export interface RunHead {
  readonly id: string
  readonly seq: number
  readonly head: string
  readonly trimmedAt: number | null
}

const head = sql`select ${runs.id} as "id", ${runs.seq} as "seq", ${runs.head} as "head",
  ${runs.trimmedAt} as "trimmedAt" from ${runs}`

export const headOf = statement<RunHead>(sql`${head} where ${runs.id} = ${text('id')}`)

export const runIds = statement<{ readonly id: string }>(
  sql`select ${runs.id} as "id" from ${runs} where ${runs.id} > ${text('after')} order by ${runs.id} limit ${number('limit')}`,
)
