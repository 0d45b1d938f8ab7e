import { type SearchQuery } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import { arrayLiteral } from '../../columnar.ts'
import type { Session } from '../../database.ts'
import { type Condition, list, number, text, when } from '../../statement.ts'
import { runs } from '../../tables/index.ts'
import { holds, knownNames } from './known-names.ts'

/** The name of who submitted a run: the database makes it of the row, so that no row is written with it. */
export const submitter = sql`${runs}."submitter"`

/** What runs have in whatever is found of them. */
export interface OfRuns extends Pick<SearchQuery, 'pipeline' | 'by' | 'since'> {
  readonly tenant: string
  readonly project?: string
}

/** The conditions that rows of runs meet. */
export function runConditions({ tenant, project, pipeline, by, since }: OfRuns): readonly Condition[] {
  return [
    ...when('tenant', tenant, sql`${runs.tenant} = ${text('tenant')}`, String),
    ...when('project', project, sql`${runs.project} = ${text('project')}`, String),
    ...when('pipeline', pipeline, sql`${runs.pipeline} = ${text('pipeline')}`, String),
    ...when('by', by, sql`${submitter} = ${text('by')}`, String),
    ...when('since', since, sql`${runs.submittedAt} >= ${number('since')}`, Number),
  ]
}

/** That a column is among names given; they are read once, not for each row. */
export function among(column: SQL, name: string): SQL {
  return sql`${column} = any ((select ${list(name, 'text')})::text[])`
}

/** That a text that may be null holds a word given in small letters. */
export function textHolds(column: SQL, word: string): SQL {
  return sql`strpos(lower(coalesce(${column}, '')), ${text(word)}) > 0`
}

/** That an id holds a word: ids have no letters whose case depends on a language. */
export function idHolds(column: SQL, word: string): SQL {
  return sql`strpos(lower(${column} collate "C"), ${text(word)}) > 0`
}

/** Names that are matched with words. */
type Names = Readonly<Record<string, readonly string[]>>

/**
 * One condition for each word: that a row holds it. `places` says where it may be, by the names of the word and of the
 * lists of names that hold it.
 */
export function wordConditions(
  words: readonly string[],
  names: Names,
  places: (word: string, listOf: (names: string) => string) => readonly SQL[],
): readonly Condition[] {
  return words.map((word, index) => {
    const name = `word${index}`
    const listOf = (of: string) => `${name}.${of}`
    const lists = Object.entries(names).map(([of, all]) => [
      listOf(of),
      arrayLiteral(all.filter((one) => holds(one, word))),
    ])
    return {
      name,
      sql: sql`(${sql.join([...places(name, listOf)], sql` or `)})`,
      values: { [name]: word.toLowerCase(), ...Object.fromEntries(lists) },
    }
  })
}

/** That runs hold these words: in their ids, pipelines and reasons, or in the names of who submitted them. */
export async function runWords(
  session: Session,
  tenant: string,
  words: readonly string[],
): Promise<readonly Condition[]> {
  if (words.length === 0) return []
  const [pipelines, submitters] = await Promise.all([
    knownNames(session, tenant, 'pipeline'),
    knownNames(session, tenant, 'submitter'),
  ])
  return wordConditions(words, { pipelines, submitters }, (word, listOf) => [
    among(sql`${runs.pipeline}`, listOf('pipelines')),
    among(submitter, listOf('submitters')),
    idHolds(sql`${runs.id}`, word),
    textHolds(sql`${runs.reason}`, word),
  ])
}
