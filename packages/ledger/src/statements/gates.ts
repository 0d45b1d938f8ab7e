import { sql } from 'drizzle-orm'
import { insertInto, upsertInto } from '../commit-part.ts'
import { columnsOf, ofRun, statement } from '../statement.ts'
import { gates, votes } from '../tables/index.ts'

export const upsertGates = upsertInto(gates)

export const gatesOf = statement<typeof gates.$inferSelect>(
  sql`select ${columnsOf(gates)} from ${gates} where ${ofRun(gates)} order by ${gates.openedAt}, ${gates.stage}, ${gates.round}`,
)

/** One vote for each voter of a round: a second one makes the commit fail. */
export const insertVotes = insertInto(votes)

export const votesOf = statement<typeof votes.$inferSelect>(
  sql`select ${columnsOf(votes)} from ${votes} where ${ofRun(votes)} order by ${votes.at}, ${votes.stage}, ${votes.round}, ${votes.number}`,
)
