import type { Changes, QuotaScope } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session } from '../database.ts'
import { number, statement, text } from '../statement.ts'
import { runs, tenants } from '../tables/index.ts'

/** Transactions are numbered round and round; half of the numbers count as past. */
const ROUND = 2 ** 32

interface Row {
  readonly born: number
  readonly position: number
  readonly next: number
  readonly links: number
  readonly run: string | null
  readonly at: number | null
}

const round = sql.raw(String(ROUND))
/** How many transactions after the position a row was written last. */
const distance = sql`(runs.xmin::text::bigint - ${number('since')} % ${round} + ${round}) % ${round}`

/**
 * Every row says which transaction wrote it last. A transaction that is still open at the position, or begins after it, has
 * that number or a higher one: so nothing is left out, whoever commits first, and nothing has to be written for it.
 */
const changedRuns = statement<Row>(sql`
  with here as materialized (select
      pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "position",
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as "next",
      (select (extract(epoch from min(applied_at)) * 1000)::bigint from muster_migrations) as "born",
      coalesce((select ${tenants.revocations} + ${tenants.refusals} from ${tenants} where ${tenants.id} = ${text('tenant')}), 0) as "links")
  select here.*, changed."id" as "run", changed."at" from here left join (
    select ${runs.id}, ${number('since')} + ${distance} as "at" from ${runs} where ${runs.tenant} = ${text('tenant')}
      and (${text('project')} is null or ${runs.project} = ${text('project')})
      and ${distance} < ${sql.raw(String(ROUND / 2))}
    order by 2 limit ${number('limit')}) changed on true order by changed."at"`)

/** What was committed in a tenant or a project since a position; more than `limit` runs are too many. */
export async function changesSince(
  session: Session,
  { tenant, project }: QuotaScope,
  since: string | null,
  limit: number,
): Promise<Changes> {
  const from = since === null ? null : parsePosition(since)
  const values = { tenant, project, since: from?.at ?? null, limit: limit + 1 }
  const rows = await changedRuns(session, values)
  const [first] = rows
  if (first === undefined) throw new TypeError('a position answered nothing')
  const { born, position, next, links } = first
  const here = `${born}-${position}`
  const isKnown = from !== null && from.born === born && from.at <= next && next - from.at < ROUND / 2
  if (!isKnown || rows.length > limit) return { position: here, links, runs: null }
  const changed = rows.flatMap(({ run, at }) =>
    // Who wrote before it may not have committed yet.
    run === null || at === null ? [] : [{ id: run, position: `${born}-${Math.min(at, position)}` }],
  )
  return { position: here, links, runs: changed }
}

/** When the ledger was made, and a number of a transaction in it. */
function parsePosition(text: string): { readonly born: number; readonly at: number } | null {
  const [, born, at] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? []
  return born === undefined || at === undefined ? null : { born: Number(born), at: Number(at) }
}
