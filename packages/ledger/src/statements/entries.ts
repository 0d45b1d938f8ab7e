import { sql } from 'drizzle-orm'
import { insertInto } from '../commit-part.ts'
import { columnsOf, list, number, ofRun, statement } from '../statement.ts'
import { entries, runs } from '../tables/index.ts'

type Row = typeof entries.$inferSelect

/** Its number makes an entry the only one of its kind: of two planners that move a run at once, one fails. */
export const insertEntries = insertInto(entries, ['body', 'hash'])

export const entriesAfter = statement<Row>(
  sql`select ${columnsOf(entries)} from unnest(${list('runs', 'text')}, ${list('seqs', 'integer')}) as given("run", "seq")
    join ${runs} on ${runs.id} = given."run"
    join ${entries} on ${entries.tenant} = ${runs.tenant} and ${entries.run} = ${runs.id} and ${entries.seq} > given."seq"
    order by ${entries.run}, ${entries.seq}`,
)

export const entriesOf = statement<Row>(
  sql`select ${columnsOf(entries)} from ${entries} where ${ofRun(entries)}
    and ${entries.seq} > ${number('after')} order by ${entries.seq} limit ${number('limit')}`,
)
