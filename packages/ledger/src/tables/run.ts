import { type Actor, type Graph, RUN_STATUSES, type RunStatus } from '@muster/core'
import { sql } from 'drizzle-orm'
import { boolean, check, integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './column.ts'

export const runs = pgTable(
  'runs',
  {
    tenant: text('tenant').notNull(),
    project: text('project').notNull(),
    id: text('id').notNull(),
    pipeline: text('pipeline').notNull(),
    version: text('version').notNull(),
    status: text('status').$type<RunStatus>().notNull(),
    reason: text('reason'),
    by: json('submitted_by').$type<Actor>().notNull(),
    yesToGates: boolean('yes_to_gates').notNull(),
    idempotencyKey: text('idempotency_key'),
    graphDigest: text('graph_digest').notNull(),
    submittedAt: instant('submitted_at').notNull(),
    finishedAt: instant('finished_at'),
    deadlineAt: instant('deadline_at'),
    seq: integer('seq').notNull(),
    head: text('head').notNull(),
    trimmedAt: instant('trimmed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    check('runs_status', oneOf(table.status, RUN_STATUSES)),
    check('runs_finished', sql`(${table.status} = 'running') = (${table.finishedAt} is null)`),
    check('runs_trimmed', sql`${table.trimmedAt} is null or ${table.finishedAt} is not null`),
    check('runs_head', sql`${table.seq} >= 0 and length(${table.head}) = 64`),
  ],
)

/** Graphs are large and never change: kept out of the row that every beat locks and updates. */
export const graphs = pgTable(
  'graphs',
  {
    tenant: text('tenant').notNull(),
    run: text('run').notNull(),
    body: json('body').$type<Graph>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.run] })],
)
