import {
  type Actor,
  entriesOf,
  identityOf,
  type OpenGateFilter,
  type VoteRow,
  type WaitingGate,
} from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import { arrayLiteral } from '../columnar.ts'
import type { Session } from '../database.ts'
import { columnsOf, list, number, statement, text } from '../statement.ts'
import { gates, gateWaits, runs, votes } from '../tables/index.ts'

type GateOfRun = typeof gates.$inferSelect & Pick<WaitingGate, 'by' | 'pipeline' | 'version'>

const here = (table: typeof gates | typeof gateWaits) =>
  sql`${table.tenant} = ${text('tenant')} and (${table.openedAt}, ${table.run}, ${table.stage})
    > (${number('afterAt')}, ${text('afterRun')}, ${text('afterStage')})`

const ofRun = sql`join ${runs} on ${runs.tenant} = ${gates.tenant} and ${runs.id} = ${gates.run}`

const page = (from: SQL, more: SQL) =>
  statement<GateOfRun>(sql`${from}
    where ${here(gates)} and ${gates.verdict} is null ${more}
      and (${text('project')} is null or ${runs.project} = ${text('project')})
      and (${text('run')} is null or ${gates.run} = ${text('run')})
    order by ${gates.openedAt}, ${gates.run}, ${gates.stage} limit ${number('limit')}`)

const select = sql`select ${columnsOf(gates)}, ${runs.by} as "by", ${runs.pipeline} as "pipeline", ${runs.version} as "version"`

const openGates = page(sql`${select} from ${gates} ${ofRun}`, sql``)

/** Whether an actor is who asks, as `eligibility` tells people apart: at plans by who they are, else by name. */
const isWhoAsks = (actor: SQL) => sql`(case when ${gates.about}->>'subject' = 'plan'
  then coalesce(${actor}->>'via', ${actor}->>'name') = ${text('identity')} else ${actor}->>'name' = ${text('name')} end)`

const waitingGates = page(
  sql`with mine as (
      select ${gateWaits.run}, ${gateWaits.stage}, ${gateWaits.round} from ${gateWaits}
        where ${here(gateWaits)} and ${gateWaits.entry} = any(${list('entries', 'text')})
      union
      select ${votes.run}, ${votes.stage}, ${votes.round} from ${votes}
        where ${votes.tenant} = ${text('tenant')} and ${votes.to} = ${text('name')})
    ${select} from mine join ${gates} on ${gates.tenant} = ${text('tenant')} and ${gates.run} = mine."run"
      and ${gates.stage} = mine."stage" and ${gates.round} = mine."round" ${ofRun}`,
  sql`and (coalesce((${gates.about}->>'allowAuthor')::boolean, false) or not ${isWhoAsks(sql`${runs.by}`)})
    and not exists (select 1 from ${votes} where ${votes.tenant} = ${gates.tenant} and ${votes.run} = ${gates.run}
      and ${votes.stage} = ${gates.stage} and ${votes.round} = ${gates.round} and ${isWhoAsks(sql`${votes.voter}`)})`,
)

const votesAt = statement<VoteRow>(
  sql`select ${columnsOf(votes)} from ${votes} where ${votes.tenant} = ${text('tenant')}
    and ${votes.run} = any(${list('runs', 'text')}) order by ${votes.at}, ${votes.number}`,
)

/** A page of open gates, in two statements whatever it holds. */
export async function openGatesOf(session: Session, filter: OpenGateFilter): Promise<readonly WaitingGate[]> {
  const { tenant, project = null, run = null, after, limit } = filter
  const from = { afterAt: after?.openedAt ?? -1, afterRun: after?.run ?? '', afterStage: after?.stage ?? '' }
  const of = { tenant, project, run, limit, ...from }
  const rows =
    filter.voter === undefined
      ? await openGates(session, of)
      : await waitingGates(session, { ...of, ...asking(filter.voter) })
  if (rows.length === 0) return []
  const ids = arrayLiteral([...new Set(rows.map((row) => row.run))])
  const cast = await votesAt(session, { tenant, runs: ids })
  return rows.map(({ by, pipeline, version, ...gate }) => ({
    gate,
    votes: cast.filter(
      ({ run, stage, round }) => run === gate.run && stage === gate.stage && round === gate.round,
    ),
    by,
    pipeline,
    version,
  }))
}

function asking(voter: Actor) {
  return { name: voter.name, identity: identityOf(voter), entries: arrayLiteral([...entriesOf(voter), '']) }
}
