import type { ApprovalCount } from '@muster/core'
import { sql } from 'drizzle-orm'
import { number, statement, text } from '../statement.ts'
import { gates, gateViews, votes } from '../tables/index.ts'

/** Keeps when somebody was first shown an open gate: what they are shown again changes nothing. */
export const insertView = statement(
  sql`insert into ${gateViews} ("tenant", "run", "stage", "round", "viewer", "shown_at")
    select "tenant", "run", "stage", "round", ${text('viewer')}, ${number('at')} from ${gates}
    where ${gates.tenant} = ${text('tenant')} and ${gates.run} = ${text('run')} and ${gates.stage} = ${text('stage')}
      and ${gates.round} = ${number('round')} and ${gates.verdict} is null
    on conflict do nothing`,
)

const person = sql`coalesce(${votes.voter} ->> 'via', ${votes.voter} ->> 'name')`

/** Approvals of somebody after two moments, and when they were first shown the round of a gate that has this digest. */
export const attentionOf = statement<{
  readonly recent: number
  readonly inMinute: number
  readonly shownAt: number | null
}>(
  sql`select count(*) as "recent", count(*) filter (where ${votes.at} > ${number('minute')}) as "inMinute",
      (select min(${gateViews.shownAt}) from ${gateViews} join ${gates} using ("tenant", "run", "stage", "round")
        where ${gates.tenant} = ${text('tenant')} and ${gates.run} = ${text('run')}
          and ${gates.stage} = ${text('stage')} and ${gates.digest} = ${text('seen')}
          and ${gateViews.viewer} = ${text('viewer')}) as "shownAt"
    from ${votes}
    where ${votes.tenant} = ${text('tenant')}
      and ${person} = ${text('viewer')}
      and ${votes.decision} = 'approve' and ${votes.surface} is not null and ${votes.at} > ${number('since')}`,
)

/** Who approved most after a moment; it costs what was approved since. */
export const approvalsSince = statement<ApprovalCount>(
  sql`select ${person} as "person", count(*) as "count" from ${votes}
    where ${votes.tenant} = ${text('tenant')} and ${votes.decision} = 'approve' and ${votes.surface} is not null
      and ${votes.at} > ${number('since')}
    group by 1 order by 2 desc, 1 limit ${number('people')}`,
)
