import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

export const tenants = pgTable('tenants', { id: text('id').primaryKey() })

export const projects = pgTable(
  'projects',
  { tenant: text('tenant').notNull(), id: text('id').notNull() },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
)
