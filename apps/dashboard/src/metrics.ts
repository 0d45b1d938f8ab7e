import { APPROVALS_WINDOW_MS, type QueueView, type WorkerView } from '@muster/core'
import { backlogFamilies, counter, type Family, gauge, secondsSince } from '@muster/telemetry'
import type { HandlerDeps } from './handler.ts'
import { queueViews } from './queue-views.ts'

/** People who are told apart: those who approved most. */
const MOST_PEOPLE = 50

/**
 * What one tenant may know, as figures: of its own runs, gates and people, and of the fleet that all tenants share what
 * the page of the fleet tells everybody.
 */
export async function metricsOf(
  tenant: string,
  deps: Pick<HandlerDeps, 'ledger' | 'fleet' | 'queues' | 'deciders' | 'clock' | 'meter'>,
): Promise<readonly Family[]> {
  const [fleet, own] = await Promise.all([fleetFamilies(deps), tenantFamilies(tenant, deps)])
  return [...deps.meter.families(), ...fleet, ...own]
}

async function fleetFamilies({
  fleet,
  queues,
  deciders,
  clock,
}: Pick<HandlerDeps, 'fleet' | 'queues' | 'deciders' | 'clock'>): Promise<readonly Family[]> {
  const [workers, processes, store, views] = await Promise.all([
    fleet.workers(),
    deciders.all(),
    fleet.store(),
    queues().then((all) => queueViews(all)),
  ])
  const now = clock()
  const together = queuesTogether(views)
  const count = (kind: string) => processes.filter((one) => one.kind === kind).length
  return [
    gauge('muster_workers', 'Workers that beat: those that take jobs, and those that drain or are revoked.', [
      { labels: { state: 'taking' }, value: workers.filter(takes).length },
      { labels: { state: 'draining' }, value: workers.filter((one) => !takes(one)).length },
    ]),
    gauge(
      'muster_worker_agents',
      'Agents that workers have at hand.',
      sum(workers.map((one) => one.agents.length)),
    ),
    gauge('muster_deciders', 'Planners and dashboards that beat.', [
      { labels: { kind: 'planner' }, value: count('planner') },
      { labels: { kind: 'dashboard' }, value: count('dashboard') },
    ]),
    gauge(
      'muster_queue_jobs',
      'Jobs in the queues; those of single workers are together in `workers`.',
      [...together].flatMap(([queue, { waiting, active, delayed, failed }]) =>
        Object.entries({ waiting, active, delayed, failed }).map(([state, value]) => ({
          labels: { queue, state },
          value,
        })),
      ),
    ),
    gauge(
      'muster_queue_oldest_seconds',
      'For how long the job has waited that waits longest.',
      [...together].map(([queue, { oldestAt }]) => ({
        labels: { queue },
        value: secondsSince(oldestAt, now),
      })),
    ),
    ...backlogFamilies(store.outcomes, now),
  ]
}

async function tenantFamilies(
  tenant: string,
  { ledger, clock }: Pick<HandlerDeps, 'ledger' | 'clock'>,
): Promise<readonly Family[]> {
  const now = clock()
  const [{ running, gates }, approvals, refusals, register] = await Promise.all([
    ledger.counted({ tenant, project: null }, now),
    ledger.approvals(tenant, now - APPROVALS_WINDOW_MS, MOST_PEOPLE),
    ledger.refusals(tenant, null, 1),
    ledger.register(tenant, null, 1),
  ])
  const own = (value: number) => [{ labels: { tenant }, value }]
  const of = (chain: string, value = 0) => ({ labels: { tenant, chain }, value })
  return [
    gauge('muster_runs_open', 'Runs that have not ended.', own(running)),
    gauge('muster_gates_open', 'Gates that wait for an answer.', own(gates.open)),
    gauge(
      'muster_gate_oldest_seconds',
      'For how long the gate has waited that waits longest.',
      own(secondsSince(gates.oldestAt, now)),
    ),
    gauge(
      'muster_approvals_recent',
      'What each person approved within ten minutes; the fifty who approved most.',
      approvals.map(({ person, count }) => ({ labels: { tenant, person }, value: count })),
    ),
    counter(
      'muster_audit_entries_total',
      'What was refused or done outside of runs, and changed who may do what.',
      [of('refusals', refusals[0]?.seq), of('register', register[0]?.seq)],
    ),
  ]
}

type Figures = Pick<QueueView, 'waiting' | 'active' | 'delayed' | 'failed' | 'oldestAt'>

/** Workers come and go under new names: their own queues are one. */
function queuesTogether(views: readonly QueueView[]): ReadonlyMap<string, Figures> {
  const together = new Map<string, Figures>()
  for (const view of views) {
    const name = view.worker === null ? view.name.replaceAll(/[{}]/g, '') : 'workers'
    const before = together.get(name)
    together.set(name, before === undefined ? view : joined(before, view))
  }
  return together
}

function joined(a: Figures, b: Figures): Figures {
  const oldest = [a.oldestAt, b.oldestAt].filter((one) => one !== null)
  return {
    waiting: a.waiting + b.waiting,
    active: a.active + b.active,
    delayed: a.delayed + b.delayed,
    failed: a.failed + b.failed,
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
  }
}

function takes({ draining, revoked }: WorkerView): boolean {
  return draining === undefined && revoked !== true
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
