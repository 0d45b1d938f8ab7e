import type { SealedEntry } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import { arrayLiteral } from '../../columnar.ts'
import { type Condition, columnsOf, conditional, list, number, text, when } from '../../statement.ts'
import { entries, runs } from '../../tables/index.ts'
import { placeOfRun } from '../runs.ts'
import { badAfter, type FindStatement, pageOf } from './page.ts'
import { runConditions } from './run-conditions.ts'

/** Runs and entries that one page looks through: nothing is indexed for it, since every phase writes an entry. */
const MOST_RUNS = 2_000
const MOST_ENTRIES = 50_000

interface Looked {
  readonly id: string
  readonly pipeline: string
  /** How many there were before entries were counted. */
  readonly runs: number
}

/** The newest runs that meet what is asked of runs, no more than hold so many entries, but one. */
const looked = conditional<Looked>(
  (where) => sql`select "id", "pipeline", "runs" from (
    select "id", "pipeline", "at", sum("seq") over (order by "at" desc, "id" desc) - "seq" as "before",
      count(*) over () as "runs" from (
      select ${runs.id} as "id", ${runs.pipeline} as "pipeline", ${runs.seq} as "seq", ${runs.submittedAt} as "at"
      from ${runs} where ${where} order by ${runs.submittedAt} desc, ${runs.id} desc limit ${number('runs')}) newest
    ) counted where "before" < ${number('entries')} order by "at" desc, "id" desc`,
)

const within = conditional<SealedEntry>(
  (where) => sql`select found.* from unnest(${list('ids', 'text')}) with ordinality as given("id", "place")
    cross join lateral (select ${columnsOf(entries)} from ${entries}
      where ${entries.tenant} = ${text('tenant')} and ${entries.run} = given."id"
      and (given."place" > 1 or ${entries.seq} < ${number('below')}) and ${where}
      order by ${entries.seq} desc limit ${number('limit')}) found
    order by given."place", found."seq" desc limit ${number('limit')}`,
)

/** No entry has this number: they are counted by integers of four bytes. */
const ALL = 2 ** 31 - 1

/** Entries of the newest runs, newest first; where that is not all of them, a page says how to go on. */
export const findEntries: FindStatement = async (session, { tenant, project, query, after, limit }) => {
  const { words, stage, by, since, entry: what, pipeline } = query
  const at = after === undefined ? null : /^([^/]+)\/(\d{1,10})$/.exec(after)
  if (after !== undefined && at === null) throw badAfter()
  const [, fromRun = '', below = String(ALL)] = at ?? []
  const of = runConditions({
    tenant,
    ...(project !== undefined && { project }),
    ...(pipeline !== undefined && { pipeline }),
  })
  const ids = await looked(
    session,
    [
      ...of,
      ...when(
        'ended',
        since,
        sql`(${runs.finishedAt} is null or ${runs.finishedAt} >= ${number('ended')})`,
        Number,
      ),
      ...when('from', at, sql`(${runs.submittedAt}, ${runs.id}) <= ${placeOfRun('from')}`, () => fromRun),
    ],
    { runs: MOST_RUNS, entries: MOST_ENTRIES },
  )
  const body = sql`${entries.body}`
  const conditions: readonly Condition[] = [
    { name: 'all', sql: sql`true`, values: {} },
    ...when('kind', what, sql`strpos(${body}, ${text('kind')}) > 0`, (kind) => `"kind":"${kind}"`),
    ...when('since', since, sql`${writtenAt(body)} >= ${number('since')}`, Number),
    ...when('by', by, sql`strpos(${body}, ${text('by')}) > 0`, (name) => `"name":${JSON.stringify(name)}`),
    ...when(
      'stage',
      stage,
      sql`(strpos(${body}, ${text('stage')}) > 0 or strpos(${body}, '.' || substr(${text('stage')}, 2)) > 0)`,
      (name) => JSON.stringify(name),
    ),
    ...words.map((word, index) => bodyHolds(body, `word${index}`, word)),
  ]
  const given = arrayLiteral(ids.map(({ id }) => id))
  const rows = await within(session, conditions, { tenant, ids: given, below: Number(below), limit })
  const pipelines = new Map(ids.map(({ id, pipeline: name }) => [id, name]))
  const page = pageOf(
    rows,
    limit,
    (entry) => ({ kind: 'entry', pipeline: pipelines.get(entry.run) ?? '', entry }),
    ({ run, seq }) => `${run}/${seq}`,
  )
  const end = ids.at(-1)
  const isWhole = end === undefined || (end.runs < MOST_RUNS && end.runs === ids.length)
  return { ...page, next: page.next ?? (isWhole ? null : `${end.id}/0`) }
}

/** When an entry was written: its bytes are canonical, and begin with that. */
function writtenAt(body: SQL): SQL {
  return sql`split_part(substr(${body}, 7, 16), ',', 1)::bigint`
}

/**
 * That an entry holds a word. A few letters that might be hex digits are looked for where no other digit stands before
 * them: every entry is full of hashes.
 */
function bodyHolds(body: SQL, name: string, word: string): Condition {
  const small = word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  const lowered = sql`lower(${body} collate "C")`
  if (/^[0-9a-f]{1,7}$/.test(small))
    return {
      name: `${name}.hex`,
      sql: sql`${lowered} ~ ('(^|[^0-9a-f])' || ${text(`${name}.hex`)})`,
      values: { [`${name}.hex`]: small },
    }
  const written = JSON.stringify(small).slice(1, -1)
  return { name, sql: sql`strpos(${lowered}, ${text(name)}) > 0`, values: { [name]: written } }
}
