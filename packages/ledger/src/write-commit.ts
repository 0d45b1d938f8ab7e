import type { Commit } from '@muster/core'
import { type SQL, sql } from 'drizzle-orm'
import type { CommitPart } from './commit-part.ts'
import type { Session } from './database.ts'
import { statement, type Values } from './statement.ts'
import { upsertEffects } from './statements/effects.ts'
import { insertEntries, knownRevocations } from './statements/entries.ts'
import { insertVotes, upsertGates } from './statements/gates.ts'
import { upsertNotices } from './statements/notices.ts'
import { insertOutbox } from './statements/outbox.ts'
import { insertGraphs, insertRuns, updateRuns } from './statements/runs.ts'
import { insertAttempts, upsertStages } from './statements/stages.ts'

interface Piece {
  readonly name: string
  readonly query: SQL
  readonly values: Values
}

/** One statement for each choice of lists that are not empty; a planner needs a handful. */
const statements = new Map<string, ReturnType<typeof statement<{ readonly id: number }>>>()

/**
 * Writes a commit in one statement, whatever its size: it is a transaction of its own, or part of one. Foreign keys are
 * checked at its end. Answers the ids of the outbox rows, in order.
 */
export async function writeCommit(session: Session, commit: Commit, at: number): Promise<readonly number[]> {
  const { created, outbox } = commit
  const pieces = [
    piece(
      'new_runs',
      insertRuns,
      created.map(({ row }) => row),
    ),
    piece(
      'new_graphs',
      insertGraphs,
      created.map(({ row, graph }) => ({ tenant: row.tenant, run: row.id, body: graph })),
    ),
    piece('moved_runs', updateRuns, commit.runs),
    piece('new_entries', insertEntries, commit.entries),
    piece('stages_now', upsertStages, commit.stages),
    piece('ended_attempts', insertAttempts, commit.attempts),
    piece('gates_now', upsertGates, commit.gates),
    piece('new_votes', insertVotes, commit.votes),
    piece('effects_now', upsertEffects, commit.effects),
    piece('new_notices', upsertNotices, commit.notices),
    piece(
      'sent',
      insertOutbox,
      outbox.map((row) => ({ ...row, writtenAt: at })),
    ),
  ].flat()
  if (pieces.length === 0) return []
  const key = pieces.map(({ name }) => name).join(' ')
  const write = statements.get(key) ?? statement(join(pieces))
  statements.set(key, write)
  const values = Object.assign(knownRevocations(commit), ...pieces.map((piece) => piece.values)) as Values
  const rows = await write(session, values)
  return rows.map(({ id }) => id)
}

function piece<Row>(
  name: string,
  { query, values }: CommitPart<Row>,
  rows: readonly Row[],
): readonly Piece[] {
  return rows.length === 0 ? [] : [{ name, query, values: values(rows) }]
}

/**
 * One statement of all pieces. What its end asks for comes first: the rows of runs that move, so that two commits of one run
 * take their rows in the same order, and none waits for the other to give back what it waits for.
 */
function join(pieces: readonly Piece[]): SQL {
  const has = (wanted: string) => pieces.some(({ name }) => name === wanted)
  const parts = pieces.map(({ name, query }) => sql`${sql.identifier(name)} as (${query})`)
  const moved = has('moved_runs') ? sql`(select count(*) from "moved_runs")` : sql`0`
  const ids = has('sent')
    ? sql`select "id" from "sent" where ${moved} >= 0 order by "id"`
    : sql`select null::bigint as "id" where ${moved} < 0`
  return sql`with ${sql.join(parts, sql`, `)} ${ids}`
}
