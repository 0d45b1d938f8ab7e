import type { Actor, Permission, SessionRow } from '@muster/core'
import { sql } from 'drizzle-orm'
import { check, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './column.ts'

export const tokens = pgTable(
  'api_tokens',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    actor: json('actor').$type<Actor>().notNull(),
    permissions: json('permissions').$type<readonly Permission[]>().notNull(),
    project: text('project'),
    createdBy: json('created_by').$type<Actor>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    voteKey: text('vote_key'),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    check('api_tokens_hash_length', sql`length(${table.hash}) = 64`),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    tenant: text('tenant').notNull(),
    hash: text('hash').notNull(),
    actor: json('actor').$type<Actor>().notNull(),
    permissions: json('permissions').$type<readonly Permission[]>().notNull(),
    project: text('project'),
    login: text('login').$type<SessionRow['login']>().notNull(),
    credential: text('credential').notNull(),
    loginAt: instant('login_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.hash] }),
    check('sessions_hash_length', sql`length(${table.hash}) = 64`),
  ],
)
