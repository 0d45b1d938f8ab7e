import type { Notice } from '@muster/core'
import { sql } from 'drizzle-orm'
import { check, integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './column.ts'

export const notices = pgTable(
  'notices',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    receiver: text('receiver').notNull(),
    body: json('body').$type<Notice>().notNull(),
    dueAt: instant('due_at').notNull(),
    tries: integer('tries').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id, table.receiver] }),
    check('notices_tries', sql`${table.tries} >= 0`),
  ],
)
