import { type DrainAnswer, type FleetView, parseAgentId, type StoreHealth, toMusterError } from '@muster/core'
import { requireTenant } from '../ask-policy.ts'
import { refused } from '../guard.ts'
import type { Handler } from '../handler.ts'
import { findRun } from '../load.ts'
import { queueViews } from '../queue-views.ts'
import { json } from '../reply.ts'
import { bad, objectOf } from '../request.ts'

/** What a store does not answer within this, it does not answer. */
const PATIENCE_MS = 2_000

/** The workers that beat now, with those of their agents that whoever asks may know of. */
export const listWorkers: Handler<'get /api/workers'> = async ({ principal }, { fleet, ledger }) => {
  const workers = await fleet.workers()
  const runOf = (agent: string) => parseAgentId(agent)?.run ?? ''
  const runs = [...new Set(workers.flatMap(({ agents }) => agents.map(runOf)))]
  const rows = await Promise.all(runs.map((run) => findRun(ledger, principal, run)))
  const known = new Set(rows.flatMap((row) => (row === null ? [] : [row.id])))
  const mine = (agent: string) => known.has(runOf(agent))
  return json({
    workers: workers.map(({ phases = {}, ...worker }) => ({
      ...worker,
      held: worker.agents.length,
      agents: worker.agents.filter(mine),
      phases: Object.fromEntries(Object.entries(phases).filter(([agent]) => mine(agent))),
    })),
  })
}

/** Planners, stores and queues. A store that is away is part of the answer, not a failure of it. */
export const showFleet: Handler<'get /api/fleet'> = async (
  { principal },
  { fleet, ledger, queues, deciders },
) => {
  const [ledgerHealth, store, processes, views] = await Promise.all([
    healthOf(async () => {
      await ledger.changes(principal, null, 0)
      return 'holds what has happened'
    }),
    healthOf(() => fleet.store()),
    inTime(deciders.all(), []),
    inTime(
      queues().then((all) => queueViews(all)),
      [],
    ),
  ])
  return json({ processes, ledger: ledgerHealth, store, queues: views } satisfies FleetView)
}

/** Has a worker end what it has and take no new agents, or lifts that. */
export const drainWorker: Handler<'post /api/workers/:worker/drain'> = async (
  { params, body, principal },
  deps,
) => {
  const { fleet, clock, log } = deps
  const { lift = false } = objectOf(body, ['lift'])
  if (typeof lift !== 'boolean') throw bad('`lift` is true or false')
  if (principal.project !== null) throw refused(`You act in project \`${principal.project}\` alone.`)
  await requireTenant(deps, principal, 'queue.admin', true)
  const worker = params.worker
  const by = principal.actor.name
  const changed = await fleet.drain(worker, lift ? null : { by, at: clock() })
  if (changed) log.info({ worker, by, draining: !lift }, 'somebody drains a worker, or lifts that')
  return json({ worker, draining: !lift, changed } satisfies DrainAnswer)
}

async function healthOf(ask: () => Promise<string>): Promise<StoreHealth> {
  const from = performance.now()
  try {
    const about = await inTime(ask(), null)
    if (about === null) return { ok: false, problem: `no answer within ${PATIENCE_MS / 1_000} s` }
    return { ok: true, ms: Math.round(performance.now() - from), about }
  } catch (thrown) {
    return { ok: false, problem: toMusterError(thrown).message }
  }
}

async function inTime<Answer, Else>(answer: Promise<Answer>, otherwise: Else): Promise<Answer | Else> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Else>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE_MS)
  })
  answer.catch(() => undefined)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
