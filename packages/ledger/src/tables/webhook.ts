import type { Actor, NoticeKind, WebhookKind } from '@muster/core'
import { json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './column.ts'

export const webhooks = pgTable(
  'webhooks',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<WebhookKind>().notNull(),
    host: text('host').notNull(),
    sealed: text('sealed').notNull(),
    events: json('events').$type<readonly NoticeKind[]>().notNull(),
    createdBy: json('created_by').$type<Actor>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
)
