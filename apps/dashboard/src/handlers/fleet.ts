import { parseAgentId } from '@muster/core'
import type { Handler } from '../handler.ts'
import { findRun } from '../load.ts'
import { json } from '../reply.ts'

/** The workers that beat now, with those of their agents that whoever asks may know of. */
export const listWorkers: Handler = async ({ principal }, { fleet, ledger }) => {
  const workers = await fleet.workers()
  const runOf = (agent: string) => parseAgentId(agent)?.run ?? ''
  const runs = [...new Set(workers.flatMap(({ agents }) => agents.map(runOf)))]
  const rows = await Promise.all(runs.map((run) => findRun(ledger, principal, run)))
  const known = new Set(rows.flatMap((row) => (row === null ? [] : [row.id])))
  return json({
    workers: workers.map((worker) => ({
      ...worker,
      agents: worker.agents.filter((agent) => known.has(runOf(agent))),
    })),
  })
}

/** The templates a pipeline may name. */
export const listTemplates: Handler = (_, { templates }) => json({ templates: templates() })
