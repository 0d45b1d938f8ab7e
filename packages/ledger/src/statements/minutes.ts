import {
  type Counted,
  type LedgerFacts,
  type Minute,
  MINUTE_MS,
  type MinuteRow,
  type OpenGates,
  type QuotaScope,
} from '@muster/core'
import { sql } from 'drizzle-orm'
import { columnar } from '../columnar.ts'
import type { Session } from '../database.ts'
import { nameOf, number, statement, text } from '../statement.ts'
import { gates, minutes, runs } from '../tables/index.ts'

/** Two days: a chart shows one. */
const KEPT_MINUTES = 2 * 24 * 60

const COUNTS = ['phases', 'succeeded', 'failed', 'cancelled', 'timedOut', 'revoked'] as const
const given = columnar(minutes, 'counted', ['tenant', 'project', 'minute', ...COUNTS])
const listed = <Part>(parts: readonly Part[], write: (part: Part) => ReturnType<typeof sql>) =>
  sql.join(parts.map(write), sql`, `)

const add = statement(sql`with given as (select * from ${given.source}),
  old as (delete from ${minutes} using given where ${minutes.tenant} = given."tenant"
    and ${minutes.project} = given."project" and ${minutes.minute} < given."minute" - ${sql.raw(String(KEPT_MINUTES))})
  insert into ${minutes} (${given.names}) select ${given.names} from given
  on conflict ("tenant", "project", "minute") do update set ${listed(
    COUNTS,
    (key) => sql`${nameOf(minutes[key])} = ${minutes[key]} + excluded.${nameOf(minutes[key])}`,
  )}`)

const mine = (project: ReturnType<typeof sql>) =>
  sql`(${text('project')} is null or ${project} = ${text('project')})`

const minutesSince = statement<Minute>(sql`select ${minutes.minute} as "minute",
  ${listed(COUNTS, (key) => sql`sum(${minutes[key]})::bigint as ${sql.identifier(key)}`)}
  from ${minutes} where ${minutes.tenant} = ${text('tenant')} and ${mine(sql`${minutes.project}`)}
    and ${minutes.minute} >= ${number('minute')}
  group by ${minutes.minute} order by ${minutes.minute}`)

const openGates = statement<OpenGates>(sql`select count(*) as "open",
  percentile_disc(0.5) within group (order by ${gates.openedAt}) as "medianAt", min(${gates.openedAt}) as "oldestAt"
  from ${gates} where ${gates.tenant} = ${text('tenant')} and ${gates.verdict} is null
    and (${text('project')} is null or exists (select from ${runs} where ${runs.tenant} = ${gates.tenant}
      and ${runs.id} = ${gates.run} and ${runs.project} = ${text('project')}))`)

const running = statement<{ readonly count: number }>(sql`select count(*) as "count" from ${runs}
  where ${runs.tenant} = ${text('tenant')} and ${mine(sql`${runs.project}`)} and ${runs.status} = 'running'`)

const version = statement<{ readonly text: string }>(sql`select version() as "text"`)

export async function addMinutes(session: Session, rows: readonly MinuteRow[]): Promise<void> {
  if (rows.length > 0) await add(session, given.values(rows))
}

/** What a tenant or a project counts since a moment. */
export async function countedIn(session: Session, scope: QuotaScope, since: number): Promise<Counted> {
  const { tenant, project } = scope
  const [ended, [open], [at]] = await Promise.all([
    minutesSince(session, { tenant, project, minute: Math.floor(since / MINUTE_MS) }),
    openGates(session, { tenant, project }),
    running(session, { tenant, project }),
  ])
  if (open === undefined || at === undefined) throw new TypeError('a count answered nothing')
  return { minutes: ended, gates: open, running: at.count }
}

/** PGlite is Postgres too, compiled by another compiler. */
export async function aboutLedger(session: Session): Promise<LedgerFacts> {
  const [row] = await version(session)
  const number = /PostgreSQL (\S+)/.exec(row?.text ?? '')?.[1] ?? ''
  return { name: `${row?.text.includes('emcc') === true ? 'PGlite, Postgres' : 'Postgres'} ${number}` }
}
