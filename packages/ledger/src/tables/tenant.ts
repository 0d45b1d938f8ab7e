import { GENESIS } from '@muster/core'
import { sql } from 'drizzle-orm'
import { check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** A link of a tenant's chain. */
const LINK = {
  tenant: text('tenant').notNull(),
  seq: integer('seq').notNull(),
  body: text('body').notNull(),
  hash: text('hash').notNull(),
}

export const tenants = pgTable('tenants', {
  id: text('id').primaryKey(),
  /** The number and the hash of its newest revocation. */
  revocations: integer('revocations').notNull().default(0),
  revocationsHead: text('revocations_head').notNull().default(GENESIS),
  /** The same of its refusals. */
  refusals: integer('refusals').notNull().default(0),
  refusalsHead: text('refusals_head').notNull().default(GENESIS),
})

/** Chains of what is revoked beyond one run. */
export const revocations = pgTable('revocations', LINK, (table) => [
  primaryKey({ columns: [table.tenant, table.seq] }),
  check('revocations_hash', sql`${table.seq} >= 1 and length(${table.hash}) = 64`),
])

/** Chains of what was refused outside of runs. */
export const refusals = pgTable('refusals', LINK, (table) => [
  primaryKey({ columns: [table.tenant, table.seq] }),
  check('refusals_hash', sql`${table.seq} >= 1 and length(${table.hash}) = 64`),
])

export const projects = pgTable(
  'projects',
  { tenant: text('tenant').notNull(), id: text('id').notNull() },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
)
