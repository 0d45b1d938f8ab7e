import {
  type Actor,
  AGENT_PHASES_ORDERED,
  EFFECT_STATUSES,
  type EffectDenial,
  type EffectStatus,
  type JsonObject,
  type WorkPhase,
} from '@muster/core'
import { sql } from 'drizzle-orm'
import { check, integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './column.ts'

export const effects = pgTable(
  'effects',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    stage: text('stage').notNull(),
    number: integer('number').notNull(),
    key: text('key').notNull(),
    verb: text('verb').notNull(),
    target: text('target').notNull(),
    digest: text('digest').notNull(),
    bytes: integer('bytes').notNull(),
    phase: text('phase').$type<WorkPhase>().notNull(),
    attempt: integer('attempt').notNull(),
    fence: integer('fence').notNull(),
    worker: text('worker').notNull(),
    askedAt: instant('asked_at').notNull(),
    status: text('status').$type<EffectStatus>().notNull(),
    code: text('code').$type<EffectDenial>(),
    reason: text('reason'),
    result: json('result').$type<JsonObject>().notNull(),
    endedAt: instant('ended_at'),
    settledBy: json('settled_by').$type<Actor | null>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.run, table.stage, table.number] }),
    check('effects_phase', oneOf(table.phase, AGENT_PHASES_ORDERED)),
    check('effects_status', oneOf(table.status, EFFECT_STATUSES)),
    check('effects_denied', sql`(${table.status} = 'denied') = (${table.code} is not null)`),
    check(
      'effects_ended',
      sql`(${oneOf(table.status, ['intended', 'denied'])}) = (${table.endedAt} is null)`,
    ),
    check(
      'effects_counters',
      sql`${table.number} >= 1 and ${table.bytes} >= 0 and ${table.attempt} >= 1 and ${table.fence} >= 1`,
    ),
  ],
)
