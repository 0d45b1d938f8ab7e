import type { Figures } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session } from '../database.ts'
import { number, statement, text } from '../statement.ts'
import { gates, runs, votes } from '../tables/index.ts'

const openGates = sql`from ${gates} where ${gates.tenant} = ${text('tenant')} and ${gates.verdict} is null`

const standing = statement<Omit<Figures, 'approvals'>>(sql`select
  (select count(*) from ${runs} where ${runs.tenant} = ${text('tenant')} and ${runs.status} = 'running') as "runs",
  (select count(*) ${openGates}) as "gates",
  (select min(${gates.openedAt}) ${openGates}) as "oldestGateAt"`)

const approvals = statement<Figures['approvals'][number]>(
  sql`select coalesce(${votes.voter} ->> 'via', ${votes.voter} ->> 'name') as "person", count(*) as "count"
    from ${votes}
    where ${votes.tenant} = ${text('tenant')} and ${votes.decision} = 'approve' and ${votes.surface} is not null
      and ${votes.at} > ${number('since')}
    group by 1 order by 2 desc, 1 limit ${number('people')}`,
)

/** What of a tenant is worth watching; it costs what is open and what was approved lately. */
export async function figuresOf(
  session: Session,
  tenant: string,
  since: number,
  people: number,
): Promise<Figures> {
  const [[open], approved] = await Promise.all([
    standing(session, { tenant }),
    approvals(session, { tenant, since, people }),
  ])
  if (open === undefined) throw new TypeError('a count has one row')
  return { ...open, approvals: approved }
}
