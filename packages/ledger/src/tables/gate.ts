import {
  DECISIONS,
  type Decision,
  GATE_TYPES,
  type GateAbout,
  type Json,
  type Surface,
  VERDICTS,
  type Verdict,
  type Voter,
} from '@muster/core'
import { sql } from 'drizzle-orm'
import { boolean, check, integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './column.ts'

export const gates = pgTable(
  'gates',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    stage: text('stage').notNull(),
    round: integer('round').notNull(),
    type: text('type').notNull(),
    approvers: json('approvers').$type<readonly string[]>().notNull(),
    quorum: integer('quorum').notNull(),
    message: text('message'),
    digest: text('digest').notNull(),
    openedAt: instant('opened_at').notNull(),
    deadlineAt: instant('deadline_at').notNull(),
    escalated: boolean('escalated').notNull(),
    verdict: text('verdict').$type<Verdict>(),
    reason: text('reason'),
    decidedAt: instant('decided_at'),
    about: json('about').$type<GateAbout | null>(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.run, table.stage, table.round] }),
    check('gates_type', oneOf(table.type, GATE_TYPES)),
    check('gates_verdict', oneOf(table.verdict, VERDICTS)),
    check('gates_decided', sql`(${table.verdict} is null) = (${table.decidedAt} is null)`),
    check('gates_counters', sql`${table.round} >= 1 and ${table.quorum} >= 1`),
  ],
)

export const votes = pgTable(
  'votes',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    stage: text('stage').notNull(),
    round: integer('round').notNull(),
    voter: json('voter').$type<Voter>().notNull(),
    as: text('counts_as').notNull(),
    decision: text('decision').$type<Decision>().notNull(),
    comment: text('comment'),
    at: instant('voted_at').notNull(),
    number: integer('number').notNull(),
    surface: text('surface').$type<Surface>(),
    seen: text('seen'),
    to: text('handed_to'),
    values: json('filled_in').$type<Readonly<Record<string, Json>> | null>(),
    shownAt: instant('shown_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.run, table.stage, table.round, table.number] }),
    check('votes_decision', oneOf(table.decision, DECISIONS)),
    check('votes_number', sql`${table.number} >= 1`),
  ],
)

/** Whom a gate was shown. */
export const gateViews = pgTable(
  'gate_views',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    stage: text('stage').notNull(),
    round: integer('round').notNull(),
    viewer: text('viewer').notNull(),
    shownAt: instant('shown_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.run, table.stage, table.round, table.viewer] })],
)

/** For whom open gates wait: by entry of their approvers, empty where anyone may decide. A trigger writes it. */
export const gateWaits = pgTable(
  'gate_waits',
  {
    tenant: text('tenant').notNull(),
    entry: text('entry').notNull(),
    openedAt: instant('opened_at').notNull(),
    run: text('run').notNull(),
    stage: text('stage').notNull(),
    round: integer('round').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.tenant, table.entry, table.openedAt, table.run, table.stage, table.round],
    }),
  ],
)
