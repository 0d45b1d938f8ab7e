import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** What came to an end in one minute in a project. */
export const minutes = pgTable(
  'minutes',
  {
    tenant: text('tenant').notNull(),
    project: text('project').notNull(),
    minute: bigint('minute', { mode: 'number' }).notNull(),
    phases: integer('phases').notNull(),
    succeeded: integer('succeeded').notNull(),
    failed: integer('failed').notNull(),
    cancelled: integer('cancelled').notNull(),
    timedOut: integer('timed_out').notNull(),
    revoked: integer('revoked').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.project, table.minute] })],
)
