import { aboutStore, type DrainAnswer, type FleetView, parseAgentId } from '@muster/core'
import { requireTenant } from '../ask-policy.ts'
import { refused } from '../guard.ts'
import type { Handler } from '../handler.ts'
import { findRun } from '../load.ts'
import { json } from '../reply.ts'
import { bad, objectOf } from '../request.ts'

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

/** Planners, stores and queues. What is away is part of the answer, not a failure of it. */
export const showFleet: Handler<'get /api/fleet'> = async (_, { look }) => {
  const { ledger, store, processes, queues } = await look()
  return json({
    processes: processes ?? [],
    ledger: ledger.ok ? { ok: true, ms: ledger.ms, about: ledger.facts.name } : ledger,
    store: store.ok ? { ok: true, ms: store.ms, about: aboutStore(store.facts) } : store,
    queues: queues ?? [],
  } satisfies FleetView)
}

/** Has a worker end what it has and take no new agents, or lifts that. */
export const drainWorker: Handler<'post /api/workers/:worker/drain'> = async (
  { params, body, principal },
  deps,
) => {
  const { engine, fleet, clock, log } = deps
  const { lift = false } = objectOf(body, ['lift'])
  if (typeof lift !== 'boolean') throw bad('`lift` is true or false')
  if (principal.project !== null) throw refused(`You act in project \`${principal.project}\` alone.`)
  await requireTenant(deps, principal, 'queue.admin', true)
  const worker = params.worker
  const { tenant, actor } = principal
  const changed = await fleet.drain(worker, lift ? null : { by: actor.name, at: clock() })
  if (changed) {
    log.info({ worker, by: actor.name, draining: !lift }, 'somebody drains a worker, or lifts that')
    await engine.refusals.note({ kind: lift ? 'undrained' : 'drained', tenant, by: actor, on: worker })
  }
  return json({ worker, draining: !lift, changed } satisfies DrainAnswer)
}
