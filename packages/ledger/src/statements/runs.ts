import type { Graph } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import { columnar } from '../columnar.ts'
import { type CommitPart, insertInto, lastOfEach } from '../commit-part.ts'
import { columnsOf, list, number, ofRun, statement, text } from '../statement.ts'
import { graphs, runs } from '../tables/index.ts'

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

const newest = (more: SQL) => sql`${select} where ${runs.tenant} = ${text('tenant')} ${more}
  and (${text('project')} is null or ${runs.project} = ${text('project')})
  and (${text('before')} is null or (${runs.submittedAt}, ${runs.id}) < (
    select b."submitted_at", b."id" from ${runs} b where b."tenant" = ${text('tenant')} and b."id" = ${text('before')}))
  order by ${runs.submittedAt} desc, ${runs.id} desc limit ${number('limit')}`

export const newestRuns = statement<Row>(newest(sql``))

export const newestRunsOfStatus = statement<Row>(newest(sql`and ${runs.status} = ${text('status')}`))

const holds = (column: SQL) => sql`strpos(lower(${column}), lower(${text('text')})) > 0`

/** Runs by anything else that may be asked of them: those of the tenant are read from the newest on until enough were found. */
export const newestRunsLike = statement<Row>(
  newest(sql`and (${text('status')} is null or ${runs.status} = ${text('status')})
    and (${text('pipeline')} is null or ${runs.pipeline} = ${text('pipeline')})
    and (${text('by')} is null or ${runs.by} ->> 'name' = ${text('by')})
    and (${number('since')} is null or ${runs.submittedAt} >= ${number('since')})
    and (${text('text')} is null or ${holds(sql`${runs.id}`)} or ${holds(sql`${runs.pipeline}`)}
      or ${holds(sql`coalesce(${runs.reason}, '')`)} or ${holds(sql`${runs.by} ->> 'name'`)})`),
)

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
