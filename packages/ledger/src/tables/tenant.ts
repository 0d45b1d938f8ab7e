import { GENESIS } from '@muster/core'
import { sql } from 'drizzle-orm'
import { check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

export const tenants = pgTable('tenants', {
  id: text('id').primaryKey(),
  /** The number and the hash of its newest revocation. */
  revocations: integer('revocations').notNull().default(0),
  revocationsHead: text('revocations_head').notNull().default(GENESIS),
})

/** Chains of what is revoked beyond one run. */
export const revocations = pgTable(
  'revocations',
  {
    tenant: text('tenant').notNull(),
    seq: integer('seq').notNull(),
    body: text('body').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.seq] }),
    check('revocations_hash', sql`${table.seq} >= 1 and length(${table.hash}) = 64`),
  ],
)

export const projects = pgTable(
  'projects',
  { tenant: text('tenant').notNull(), id: text('id').notNull() },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
)
