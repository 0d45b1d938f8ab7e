import {
  AGENT_PHASES_ORDERED,
  AgentPhase,
  type AttemptStatus,
  type BudgetView,
  type EndedAttempt,
  type Json,
  STAGE_STATUSES,
  type StageStatus,
  TIERS,
  type Tier,
} from '@muster/core'
import { sql } from 'drizzle-orm'
import { check, integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './column.ts'

export const stages = pgTable(
  'stages',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    stage: text('stage').notNull(),
    position: integer('position').notNull(),
    type: text('type').notNull(),
    status: text('status').$type<StageStatus>().notNull(),
    reason: text('reason'),
    phase: text('phase'),
    attempt: integer('attempt').notNull(),
    fence: integer('fence').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    deadlineAt: instant('deadline_at'),
    outputs: json('outputs').$type<Readonly<Record<string, Json>>>().notNull(),
    manifest: text('manifest'),
    /** Of the attempt now dispatched; null when none is. */
    tier: integer('tier').$type<Tier>(),
    dispatchedAt: instant('dispatched_at'),
    notBefore: instant('not_before'),
    home: text('home'),
    budget: json('budget').$type<BudgetView>(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.run, table.stage] }),
    check('stages_status', oneOf(table.status, STAGE_STATUSES)),
    check(
      'stages_finished',
      sql`(${oneOf(table.status, ['pending', 'running', 'waiting'])}) = (${table.finishedAt} is null)`,
    ),
    check('stages_phase', oneOf(table.phase, Object.values(AgentPhase))),
    check(
      'stages_in_flight',
      sql`(${table.dispatchedAt} is null) = (${table.notBefore} is null)
        and (${table.dispatchedAt} is null) = (${table.tier} is null)
        and (${table.dispatchedAt} is null or ${table.status} = 'running')`,
    ),
    check('stages_counters', sql`${table.position} >= 0 and ${table.attempt} >= 0 and ${table.fence} >= 0`),
  ],
)

/** How attempts end. One that is under way is in its stage's row. */
const ENDED_STATUSES = [
  'succeeded',
  'failed',
  'timed_out',
  'superseded',
] as const satisfies readonly AttemptStatus[]

export const attempts = pgTable(
  'attempts',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    stage: text('stage').notNull(),
    phase: text('phase').notNull(),
    tier: integer('tier').$type<Tier>().notNull(),
    attempt: integer('attempt').notNull(),
    fence: integer('fence').notNull(),
    status: text('status').$type<EndedAttempt['status']>().notNull(),
    worker: text('worker'),
    notBefore: instant('not_before').notNull(),
    dispatchedAt: instant('dispatched_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at').notNull(),
    record: json('record').$type<Json>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.run, table.stage, table.fence] }),
    check('attempts_status', oneOf(table.status, ENDED_STATUSES)),
    check('attempts_phase', oneOf(table.phase, AGENT_PHASES_ORDERED)),
    check('attempts_tier', oneOf(table.tier, TIERS)),
    check('attempts_counters', sql`${table.attempt} >= 1 and ${table.fence} >= 1`),
  ],
)
