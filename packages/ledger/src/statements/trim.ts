import { getTableName, sql } from 'drizzle-orm'
import { number, statement } from '../statement.ts'
import { attempts, effects, entries, gates, graphs, runs, stages, votes } from '../tables/index.ts'

/** One statement is to be over before anybody who waits for it notices. */
const MOST_RUNS = 100
const MOST_ENTRIES = 1_000

/** The one way in which entries go: see the migration that makes the function. */
export const trimRuns = statement<{ readonly trimmed: number }>(
  sql`select muster_trim_runs(${number('before')}, ${number('at')}, ${sql.raw(String(MOST_RUNS))}, ${sql.raw(String(MOST_ENTRIES))}) as "trimmed"`,
)

/** The tables whose rows trimming deletes or rewrites. */
export const TRIMMED_TABLES = [runs, graphs, stages, attempts, gates, votes, effects, entries].map(
  getTableName,
)

/** In two parts, each by an index of its own. */
export const oldestKept = statement<{ readonly at: number | null }>(sql`select least(
  (select min(${runs.submittedAt}) from ${runs} where ${runs.status} = 'running'),
  (select min(${runs.submittedAt}) from ${runs} where ${runs.finishedAt} is not null and ${runs.trimmedAt} is null)
) as "at"`)
