import type { Commit } from '@muster/core'
import type { Session } from './database.ts'
import { insertEntries } from './statements/entries.ts'
import { insertVotes, upsertGates } from './statements/gates.ts'
import { insertOutbox } from './statements/outbox.ts'
import { insertGraphs, insertRuns, updateRuns } from './statements/runs.ts'
import { insertAttempts, upsertStages } from './statements/stages.ts'

/**
 * Writes a commit with at most one statement for each of its lists, whatever their length. They are sent together
 * and run in this order, which is that of the foreign keys. Answers the ids of the outbox rows, in order.
 */
export async function writeCommit(session: Session, commit: Commit, at: number): Promise<readonly number[]> {
  const rows = commit.created.map(({ row }) => row)
  const graphs = commit.created.map(({ row, graph }) => ({ tenant: row.tenant, run: row.id, body: graph }))
  const writes = [
    insertRuns(session, rows),
    insertGraphs(session, graphs),
    updateRuns(session, commit.runs),
    insertEntries(session, commit.entries),
    upsertStages(session, commit.stages),
    insertAttempts(session, commit.attempts),
    upsertGates(session, commit.gates),
    insertVotes(session, commit.votes),
  ]
  const [ids] = await Promise.all([insertOutbox(session, commit.outbox, at), ...writes])
  return ids
}
