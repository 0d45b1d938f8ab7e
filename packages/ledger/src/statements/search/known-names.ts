import { type SQL, sql } from 'drizzle-orm'
import type { Session } from '../../database.ts'
import { statement, text } from '../../statement.ts'
import { runs, stages } from '../../tables/index.ts'

/**
 * The different values of a column in a tenant, each found by one look at an index that begins with it: there are few names
 * among many rows. So that they are matched here, as people read letters, and rows are then found by whole names.
 */
function differing(table: SQL, column: SQL) {
  const next = (after: SQL) =>
    sql`select ${column} from ${table} where "tenant" = ${text('tenant')} ${after} order by ${column} limit 1`
  return statement<{ readonly name: string }>(sql`with recursive known(name) as (
    (${next(sql`and ${column} is not null`)})
    union all
    select (${next(sql`and ${column} > known.name`)}) from known where known.name is not null)
    select name as "name" from known where name is not null`)
}

const NAMES = {
  pipeline: differing(sql`${runs}`, sql`"pipeline"`),
  submitter: differing(sql`${runs}`, sql`"submitter"`),
  stage: differing(sql`${stages}`, sql`"stage"`),
} as const

/** All names of a kind that there are in a tenant, in order. */
export async function knownNames(
  session: Session,
  tenant: string,
  of: keyof typeof NAMES,
): Promise<readonly string[]> {
  return (await NAMES[of](session, { tenant })).map(({ name }) => name)
}

/** Whether a text holds a word, in any case of letters. */
export function holds(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase())
}
