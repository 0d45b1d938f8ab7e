import { agentId, type FoundHit, parseAgentId } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import { type Condition, conditional, list, number, text, when } from '../../statement.ts'
import { attempts, runs, stages } from '../../tables/index.ts'
import { placeOfRun } from '../runs.ts'
import { knownNames } from './known-names.ts'
import { badAfter, type FindStatement, pageOf } from './page.ts'
import { isFoundByName, pairsOf } from './stage-pairs.ts'
import { among, idHolds, runConditions, textHolds, wordConditions } from './run-conditions.ts'

type Row = Omit<Extract<FoundHit, { readonly kind: 'agent' | 'stage' }>, 'kind'>

const columns = sql`${stages.run} as "run", ${runs.pipeline} as "pipeline", ${stages.stage} as "stage",
  ${stages.type} as "type", ${stages.status} as "status", ${stages.reason} as "reason", ${stages.phase} as "phase",
  ${stages.startedAt} as "startedAt", ${stages.finishedAt} as "finishedAt"`
const ofRun = sql`join ${runs} on ${runs.tenant} = ${stages.tenant} and ${runs.id} = ${stages.run}`
/** Ids of runs end with when they began: what sorts by that needs no look at their rows. */
const begun = (run: SQL) => sql`right(${run}, 15) collate "C"`

/**
 * Stages of these names in these statuses, the newest of each pair and then of all: it costs what is found and what there is
 * of names, however many stages there are.
 */
const byName = conditional<Row>(
  (
    where,
  ) => sql`select found.* from unnest(${list('names', 'text')}, ${list('statuses', 'text')}) as pair("name", "status")
    cross join lateral (select ${columns} from ${stages} ${ofRun}
      where ${stages.tenant} = ${text('tenant')} and ${stages.stage} = pair."name" and ${stages.status} = pair."status"
      and ${where} order by ${begun(sql`${stages.run}`)} desc, ${stages.run} desc limit ${number('limit')}) found
    order by ${begun(sql`found."run"`)} desc, found."run" desc, found."stage" desc limit ${number('limit')}`,
)

/** Agents that began at a tier, newest first. */
const byTier = conditional<Row>(
  (
    where,
  ) => sql`select distinct on (${begun(sql`${attempts.run}`)}, ${attempts.run}, ${attempts.stage}) ${columns}
    from ${attempts} join ${stages} on ${stages.tenant} = ${attempts.tenant} and ${stages.run} = ${attempts.run}
      and ${stages.stage} = ${attempts.stage} ${ofRun}
    where ${attempts.tenant} = ${text('tenant')} and ${attempts.tier} = ${number('tier')}
      and ${attempts.phase} = 'BOOTSTRAP' and ${where}
    order by ${begun(sql`${attempts.run}`)} desc, ${attempts.run} desc, ${attempts.stage} desc limit ${number('limit')}`,
)

/** Stages of the newest runs. */
const byRun = conditional<Row>(
  (
    where,
  ) => sql`select ${columns} from ${runs} join ${stages} on ${stages.tenant} = ${runs.tenant} and ${stages.run} = ${runs.id}
    where ${where} order by ${runs.submittedAt} desc, ${runs.id} desc, ${stages.stage} desc limit ${number('limit')}`,
)

/** Agents, or stages that are none. */
export const findStages: FindStatement = async (session, { tenant, project, kind, query, after, limit }) => {
  const at = after === undefined ? null : parseAgentId(after)
  if (after !== undefined && at === null) throw badAfter()
  const { status, tier } = query
  const isNamed = isFoundByName(query)
  const names = {
    stages: isNamed ? await knownNames(session, tenant, 'stage') : [],
    pipelines: query.words.length > 0 ? await knownNames(session, tenant, 'pipeline') : [],
  }
  const conditions: readonly Condition[] = [
    ...runConditions({ tenant, ...query, ...(project !== undefined && { project }) }),
    {
      name: kind,
      sql: kind === 'agent' ? sql`${stages.type} = 'agent'` : sql`${stages.type} <> 'agent'`,
      values: {},
    },
    ...when('status', status, sql`${stages.status} = ${text('status')}`, String),
    ...wordConditions(query.words, names, (word, listOf) => [
      among(sql`${stages.stage}`, listOf('stages')),
      among(sql`${runs.pipeline}`, listOf('pipelines')),
      idHolds(sql`${stages.run}`, word),
      textHolds(sql`${stages.reason}`, word),
    ]),
  ]
  const cursor = { afterRun: at?.run ?? '', afterStage: at?.stage ?? '' }
  const beyond = (condition: SQL): readonly Condition[] =>
    at === null ? [] : [{ name: 'after', sql: condition, values: cursor }]
  const inOrder = beyond(sql`(${begun(sql`${stages.run}`)}, ${stages.run}, ${stages.stage})
    < (${begun(text('afterRun'))}, ${text('afterRun')}, ${text('afterStage')})`)
  const afterRun = beyond(sql`(${runs.submittedAt}, ${runs.id}) <= ${placeOfRun('afterRun')}
    and (${runs.id} <> ${text('afterRun')} or ${stages.stage} < ${text('afterStage')})`)
  const rows = isNamed
    ? await byName(session, [...conditions, ...ofTier(tier), ...inOrder], {
        ...pairsOf(names.stages, query),
        limit,
      })
    : tier !== undefined
      ? await byTier(session, [...conditions, ...inOrder], { tier, limit })
      : await byRun(session, [...conditions, ...afterRun], { limit })
  return pageOf(
    rows,
    limit,
    (row) => ({ kind: kind === 'agent' ? 'agent' : 'stage', ...row }),
    ({ run, stage }) => agentId(run, stage),
  )
}

function ofTier(tier: number | undefined): readonly Condition[] {
  return when(
    'tier',
    tier,
    sql`exists (select 1 from ${attempts} where ${attempts.tenant} = ${stages.tenant} and ${attempts.run} = ${stages.run}
      and ${attempts.stage} = ${stages.stage} and ${attempts.tier} = ${number('tier')})`,
    Number,
  )
}
