import type { HeldStage, Usage } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import { list, number, statement, text } from '../statement.ts'
import { attempts, runs, stages } from '../tables/index.ts'

/** Makes whoever counts for one of these tenants wait until this transaction has ended. */
export const lockUsage = statement(
  sql`select count(pg_advisory_xact_lock(hashtextextended("key", 1))) from (
    select "key" from unnest(${list('tenants', 'text')}) as given("key") order by hashtextextended("key", 1)) sorted`,
)

const mine = sql`${runs.tenant} = ${text('tenant')} and (${text('project')} is null or ${runs.project} = ${text('project')})`
const open = sql`${mine} and ${runs.status} = 'running'`
const today = sql`${mine} and ${runs.submittedAt} >= ${number('since')}`
const withStages = sql`${runs} join ${stages} on ${stages.tenant} = ${runs.tenant} and ${stages.run} = ${runs.id}`

const spent = (what: string): SQL =>
  sql`(select coalesce(sum((${stages.budget} -> 'total' ->> ${sql.raw(`'${what}'`)})::float8), 0) from ${withStages} where ${today})`

/** Counted where it is, so that nothing can drift from what it counts. */
export const usageOf = statement<Usage>(sql`select
  (select count(*) from ${runs} where ${open}) as "runs",
  (select count(*) from ${withStages} where ${open} and ${stages.type} = 'agent' and ${stages.status} = 'running') as "agents",
  (select count(*) from ${runs} where ${today}) as "runsPerDay",
  (select count(*) from ${withStages} where ${open} and ${stages.finishedAt} is null
    and (${stages.type} = 'gate' or ${stages.status} = 'waiting')) as "openGates",
  (select coalesce(sum((${attempts.record} ->> 'bytes')::float8), 0) from ${runs}
    join ${attempts} on ${attempts.tenant} = ${runs.tenant} and ${attempts.run} = ${runs.id}
    where ${mine} and ${attempts.phase} = 'PACKAGE' and ${attempts.status} = 'succeeded') as "artifactBytes",
  ${spent('tokens')} as "tokens",
  ${spent('cost')} as "cost"`)

export const heldStages =
  statement<HeldStage>(sql`select ${stages.tenant} as "tenant", ${runs.project} as "project",
  ${stages.run} as "run", ${stages.stage} as "stage"
  from ${stages} join ${runs} on ${runs.tenant} = ${stages.tenant} and ${runs.id} = ${stages.run}
  where ${stages.status} = 'pending' and ${stages.reason} is not null and ${runs.status} = 'running'
  order by ${runs.submittedAt}, ${stages.run}, ${stages.position} limit ${number('limit')}`)
