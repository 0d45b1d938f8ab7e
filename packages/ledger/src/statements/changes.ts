import type { Changes, QuotaScope } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import type { Session } from '../database.ts'
import { number, statement, text } from '../statement.ts'
import { lateMoves, runs, tenants } from '../tables/index.ts'

/** Transactions are numbered round and round; half of the numbers count as past. */
const ROUND = 2 ** 32

/** How far the clocks of those who write runs may be from that of the database, with how long a commit may take. */
const LATELY_MS = 300_000

interface Row {
  readonly born: number
  readonly now: number
  readonly position: number
  readonly next: number
  readonly links: number
  readonly run: string | null
  readonly at: number | null
}

const round = sql.raw(String(ROUND))
/** How many transactions after the position a row was written last. */
const distance = sql`(runs.xmin::text::bigint - ${number('since')} % ${round} + ${round}) % ${round}`

const changed = (more: SQL) => sql`select ${runs.id} as "id", ${number('since')} + ${distance} as "at" ${more}
  and ${runs.tenant} = ${text('tenant')} and (${text('project')} is null or ${runs.project} = ${text('project')})
  and ${distance} < ${sql.raw(String(ROUND / 2))}`

/**
 * Every row says which transaction wrote it last. A transaction that is still open at the position, or begins after it, has
 * that number or a higher one: so nothing is left out, whoever commits first, and nothing has to be written for it. Only rows
 * are looked at that can have been written since: of runs that are open, that ended or were trimmed since shortly before it,
 * or that moved after their end.
 */
const changedRuns = statement<Row>(sql`
  with here as materialized (select
      pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "position",
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as "next",
      (select (extract(epoch from min(applied_at)) * 1000)::bigint from muster_migrations) as "born",
      (extract(epoch from clock_timestamp()) * 1000)::bigint as "now",
      coalesce((select ${tenants.revocations} from ${tenants} where ${tenants.id} = ${text('tenant')}), 0) as "links")
  select here.*, changed."id" as "run", changed."at" from here left join (
    ${changed(sql`from ${runs} where ${runs.status} = 'running'`)}
    union ${changed(sql`from ${runs} where ${runs.finishedAt} >= ${number('lately')}`)}
    union ${changed(sql`from ${runs} where ${runs.trimmedAt} >= ${number('lately')}`)}
    union ${changed(sql`from ${lateMoves} join ${runs} on ${runs.tenant} = ${lateMoves.tenant} and ${runs.id} = ${lateMoves.run}
      where ${lateMoves.tenant} = ${text('tenant')} and ${lateMoves.movedAt} >= ${number('lately')}`)}
    order by 2 limit ${number('limit')}) changed on true order by changed."at"`)

/** What was committed in a tenant or a project since a position; more than `limit` runs are too many. */
export async function changesSince(
  session: Session,
  { tenant, project }: QuotaScope,
  since: string | null,
  limit: number,
): Promise<Changes> {
  const from = since === null ? null : parsePosition(since)
  const lately = from === null ? null : from.time - LATELY_MS
  const values = { tenant, project, since: from?.at ?? null, lately, limit: limit + 1 }
  const rows = await changedRuns(session, values)
  const [first] = rows
  if (first === undefined) throw new TypeError('a position answered nothing')
  const { born, position, next, links, now } = first
  const here = `${born}-${position}-${now}`
  const isKnown = from !== null && from.born === born && from.at <= next && next - from.at < ROUND / 2
  if (!isKnown || rows.length > limit) return { position: here, links, runs: null }
  const runsSince = rows.flatMap(({ run, at }) =>
    // Who wrote before it may not have committed yet; and what is told next to it may have ended as long ago as the first.
    run === null || at === null
      ? []
      : [{ id: run, position: `${born}-${Math.min(at, position)}-${from.time}` }],
  )
  return { position: here, links, runs: runsSince }
}

/** When the ledger was made, a number of a transaction in it, and when it was looked at. */
function parsePosition(
  text: string,
): { readonly born: number; readonly at: number; readonly time: number } | null {
  const [, born, at, time] = /^(\d{1,15})-(\d{1,15})-(\d{1,15})$/.exec(text) ?? []
  if (born === undefined || at === undefined || time === undefined) return null
  return { born: Number(born), at: Number(at), time: Number(time) }
}
