import type { Fact, OutboxMessage } from '@muster/core'
import { sql } from 'drizzle-orm'
import { bigint, check, integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './column.ts'

export const entries = pgTable(
  'entries',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind').$type<Fact['kind']>().notNull(),
    body: text('body').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.run, table.seq] }),
    check('entries_hash', sql`${table.seq} >= 1 and length(${table.hash}) = 64`),
  ],
)

export const outbox = pgTable(
  'outbox',
  {
    tenant: text('tenant').notNull(),
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    run: text('run').notNull(),
    message: json('message').$type<OutboxMessage>().notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
)
