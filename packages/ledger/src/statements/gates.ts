import { sql } from 'drizzle-orm'
import { insertInto, upsertInto } from '../commit-part.ts'
import { columnsOf, ofRun, statement, text } from '../statement.ts'
import { gates, votes } from '../tables/index.ts'

export const upsertGates = upsertInto(gates)

export const gatesOf = statement<typeof gates.$inferSelect>(
  sql`select ${columnsOf(gates)} from ${gates} where ${ofRun(gates)} order by ${gates.openedAt}, ${gates.stage}, ${gates.round}`,
)

export const openGates = statement<typeof gates.$inferSelect>(
  sql`select ${columnsOf(gates)} from ${gates} where ${gates.tenant} = ${text('tenant')} and ${gates.verdict} is null
    order by ${gates.openedAt}, ${gates.run}, ${gates.stage}`,
)

/** One vote for each voter of a round: a second one makes the commit fail. */
export const insertVotes = insertInto(votes)

export const votesOf = statement<typeof votes.$inferSelect>(
  sql`select ${columnsOf(votes)} from ${votes} where ${ofRun(votes)} order by ${votes.at}, ${votes.stage}, ${votes.round}, ${votes.number}`,
)
