import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './child.mjs'

const PLANNER = new URL('./planner-child.mjs', import.meta.url)
const WORKER = new URL('./worker-child.mjs', import.meta.url)

/**
 * Starts planner and worker processes on a database of their own. `onExits` hears how many agents went through EXIT in
 * all and when the last one did. `unlessLost(work)` answers what `work` does, or rejects when a process ends meanwhile.
 */
export async function startMusterProcesses(servers, options, onExits) {
  const home = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  const planners = []
  const workers = []
  const close = async () => {
    await Promise.all(workers.map((child) => child.close()))
    await Promise.all(planners.map((child) => child.close()))
    await rm(home, { recursive: true, force: true })
  }
  const urls = { store: servers.redis.createDatabase(), ledger: await servers.postgres.createDatabase() }
  const exits = new Map()
  const hear = (id) => (event) => {
    exits.set(id, event.exits)
    onExits(
      [...exits.values()].reduce((sum, each) => sum + each, 0),
      event.at,
    )
  }
  try {
    const shared = { storeUrl: urls.store, artifacts: join(home, 'artifacts') }
    const { templates, concurrency, agent, sleepMs, path, tiers, sandbox } = options
    await Promise.all(Object.entries(templates).map(([file, text]) => writeFile(join(home, file), text)))
    for (let index = 1; index <= options.planners; index += 1) {
      const settings = { name: `planner${index}`, ledgerUrl: urls.ledger, templates: home }
      planners.push(await startChild(PLANNER, { ...shared, ...settings }))
    }
    for (let index = 1; index <= options.workers; index += 1) {
      const id = `bench${index}`
      const workspaces = join(home, 'workspaces')
      const settings = { id, workspaces, concurrency, agent, sleepMs, path, tiers, sandbox, project: home }
      workers.push(await startChild(WORKER, { ...shared, ...settings }, { onEvent: hear(id) }))
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
  const unlessLost = (work) => Promise.race([work, ...planners.concat(workers).map(lossOf)])
  return { planners, workers, urls, home, unlessLost, close }
}

async function lossOf(child) {
  return child.lost
}
