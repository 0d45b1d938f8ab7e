import { sql } from 'drizzle-orm'
import { upsertInto } from '../commit-part.ts'
import { columnsOf, ofRun, statement } from '../statement.ts'
import { effects } from '../tables/index.ts'

export const upsertEffects = upsertInto(effects)

export const effectsOf = statement<typeof effects.$inferSelect>(
  sql`select ${columnsOf(effects)} from ${effects} where ${ofRun(effects)} order by ${effects.stage}, ${effects.number}`,
)
