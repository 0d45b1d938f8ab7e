import { pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './column.ts'

export const signingKeys = pgTable('signing_keys', {
  kid: text('kid').primaryKey(),
  jwk: text('jwk').notNull(),
  createdAt: instant('created_at').notNull(),
})
