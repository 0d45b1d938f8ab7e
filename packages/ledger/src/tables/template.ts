import { type Actor, type Template, TIERS, type Tier } from '@muster/core'
import { check, integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './column.ts'

export const templates = pgTable(
  'templates',
  {
    tenant: text('tenant').notNull(),
    name: text('name').notNull(),
    version: text('version').notNull(),
    digest: text('digest').notNull(),
    maxTier: integer('max_tier').$type<Tier>().notNull(),
    by: json('published_by').$type<Actor>().notNull(),
    at: instant('published_at').notNull(),
    body: json('body').$type<Template>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.name, table.version] }),
    check('templates_max_tier', oneOf(table.maxTier, TIERS)),
  ],
)
