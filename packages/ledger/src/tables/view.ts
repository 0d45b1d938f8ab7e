import { VIEW_PAGES, type ViewPage } from '@muster/core'
import { check, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './column.ts'

export const savedViews = pgTable(
  'saved_views',
  {
    tenant: text('tenant').notNull(),
    owner: text('owner').notNull(),
    page: text('page').$type<ViewPage>().notNull(),
    name: text('name').notNull(),
    query: text('query').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.owner, table.page, table.name] }),
    check('saved_views_page', oneOf(table.page, VIEW_PAGES)),
  ],
)

/** Runs that moved after their end, and when they last did. A trigger writes it. */
export const lateMoves = pgTable(
  'late_moves',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    movedAt: instant('moved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.run] })],
)
