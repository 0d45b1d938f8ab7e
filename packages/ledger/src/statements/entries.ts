import { sql } from 'drizzle-orm'
import { insertRows } from '../insert-rows.ts'
import { columnsOf, number, ofRun, statement } from '../statement.ts'
import { entries } from '../tables/index.ts'

type Row = typeof entries.$inferSelect

export const insertEntries = insertRows(entries)

export const entriesOf = statement<Row>(
  sql`select ${columnsOf(entries)} from ${entries} where ${ofRun(entries)}
    and ${entries.seq} > ${number('after')} order by ${entries.seq} limit ${number('limit')}`,
)
