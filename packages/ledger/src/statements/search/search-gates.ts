import type { FoundHit } from '@muster/core'
import { sql } from 'drizzle-orm'
import { type Condition, conditional, number, text, when } from '../../statement.ts'
import { gates, runs, votes } from '../../tables/index.ts'
import { knownNames } from './known-names.ts'
import { badAfter, type FindStatement, pageOf } from './page.ts'
import { among, idHolds, runConditions, textHolds, wordConditions } from './run-conditions.ts'

type Row = Omit<Extract<FoundHit, { readonly kind: 'gate' }>, 'kind'>

const newest = conditional<Row>(
  (where) => sql`select ${gates.run} as "run", ${runs.pipeline} as "pipeline", ${gates.stage} as "stage",
    ${gates.round} as "round", ${gates.message} as "message", ${gates.verdict} as "verdict", ${gates.reason} as "reason",
    ${gates.openedAt} as "openedAt", ${gates.decidedAt} as "decidedAt"
    from ${gates} join ${runs} on ${runs.tenant} = ${gates.tenant} and ${runs.id} = ${gates.run}
    where ${gates.tenant} = ${text('tenant')} and ${where}
    order by ${gates.openedAt} desc, ${gates.run} desc, ${gates.stage} desc limit ${number('limit')}`,
)

/** Gates that were opened, the newest first; every round is one. */
export const findGates: FindStatement = async (session, { tenant, project, query, after, limit }) => {
  const { words, status, stage, by, tier, since, pipeline } = query
  const at = after === undefined ? null : /^(\d{1,15})\.([^.]+)\.(.+)$/.exec(after)
  if (after !== undefined && at === null) throw badAfter()
  const [, afterAt = '', afterRun = '', afterStage = ''] = at ?? []
  const pipelines = words.length === 0 ? [] : await knownNames(session, tenant, 'pipeline')
  const conditions: readonly Condition[] = [
    ...runConditions({
      tenant,
      ...(project !== undefined && { project }),
      ...(pipeline !== undefined && { pipeline }),
    }),
    ...(status === 'waiting'
      ? [{ name: 'waiting', sql: sql`${gates.verdict} is null`, values: {} }]
      : when('verdict', status, sql`${gates.verdict} = ${text('verdict')}`, String)),
    ...when(
      'stage',
      stage,
      sql`(${gates.stage} = ${text('stage')} or right(${gates.stage}, length(${text('stage')}) + 1) = '.' || ${text('stage')})`,
      String,
    ),
    ...when('opened', since, sql`${gates.openedAt} >= ${number('opened')}`, Number),
    ...when(
      'tier',
      tier,
      sql`coalesce(${gates.about} ->> 'leadsTo', ${gates.about} ->> 'tier') = ${text('tier')}`,
      String,
    ),
    ...when(
      'voter',
      by,
      sql`exists (select 1 from ${votes} where ${votes.tenant} = ${gates.tenant} and ${votes.run} = ${gates.run}
        and ${votes.stage} = ${gates.stage} and ${votes.round} = ${gates.round} and ${votes.voter} ->> 'name' = ${text('voter')})`,
      String,
    ),
    ...when(
      'afterAt',
      at === null ? null : Number(afterAt),
      sql`(${gates.openedAt}, ${gates.run}, ${gates.stage}) < (${number('afterAt')}, ${text('afterRun')}, ${text('afterStage')})`,
      Number,
    ),
    ...wordConditions(words, { pipelines }, (word, listOf) => [
      among(sql`${runs.pipeline}`, listOf('pipelines')),
      textHolds(sql`${gates.stage}`, word),
      idHolds(sql`${gates.run}`, word),
      textHolds(sql`${gates.message}`, word),
      textHolds(sql`${gates.reason}`, word),
    ]),
  ]
  const rows = await newest(session, conditions, { afterRun, afterStage, limit })
  return pageOf(
    rows,
    limit,
    (row) => ({ kind: 'gate', ...row }),
    ({ openedAt, run, stage: of }) => `${openedAt}.${run}.${of}`,
  )
}
