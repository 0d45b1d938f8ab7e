import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startChild } from './child.mjs'

const PLANNER = new URL('./planner-child.mjs', import.meta.url)
const RARELY_MS = 500
const LOOK_MS = 5
const WORKER = new URL('./worker-child.mjs', import.meta.url)
const NOOP_TEMPLATE = 'name: noop\nversion: 1.0.0\ntier: 0\n'
const ONE_STAGE = 'name: one\nstages:\n  - { name: only, template: noop }\n'

/**
 * Starts Muster as processes of its own on a database of its own: planners, and workers that run agents of one kind.
 * Ledger first, fences, outbox and hash chain are all on: this is what ships.
 */
export async function openMuster(
  servers,
  {
    planners = 1,
    workers = 1,
    concurrency = 64,
    /** `noop` and `sleep` (for `sleepMs`) are agents in the worker's process; `program` is the template's command. */
    agent = 'noop',
    sleepMs = 0,
    /** By file name. */
    templates = { 'noop.yaml': NOOP_TEMPLATE },
    path = process.env.PATH,
  } = {},
) {
  const home = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  const children = { planners: [], workers: [] }
  const close = async () => {
    await Promise.all([...children.workers].map((child) => child.close()))
    await Promise.all([...children.planners].map((child) => child.close()))
    await rm(home, { recursive: true, force: true })
  }
  const exits = new Map()
  const exited = () => [...exits.values()].reduce((sum, each) => sum + each, 0)
  let onExit = () => {}
  const shared = { storeUrl: servers.redis.createDatabase(), artifacts: join(home, 'artifacts') }
  try {
    await Promise.all(Object.entries(templates).map(([file, text]) => writeFile(join(home, file), text)))
    const ledgerUrl = await servers.postgres.createDatabase()
    for (let index = 1; index <= planners; index += 1)
      children.planners.push(
        await startChild(PLANNER, { ...shared, name: `planner${index}`, ledgerUrl, templates: home }),
      )
    for (let index = 1; index <= workers; index += 1) {
      const id = `bench${index}`
      const onEvent = (event) => (exits.set(id, event.exits), onExit(event.at))
      const settings = { id, workspaces: join(home, 'workspaces'), path, concurrency, agent, sleepMs }
      children.workers.push(await startChild(WORKER, { ...shared, ...settings }, { onEvent }))
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
  const [planner] = children.planners

  /** Waits until that many more agents have gone through EXIT; answers when the last one did. */
  const agentsThrough = (agents) =>
    new Promise((resolve) => {
      const target = exited() + agents
      onExit = (at) => exited() >= target && resolve(at)
    })

  return {
    ...children,
    /** Runs a pipeline `count` times and waits until all have ended; answers milliseconds and ids. */
    async run({ pipeline = ONE_STAGE, inputs, count, agents = count, atOnce }) {
      const share = Math.ceil(count / planners)
      const began = performance.now()
      let lookMs = RARELY_MS
      const through = agentsThrough(agents).then(() => (lookMs = LOOK_MS))
      const submitted = await Promise.all(
        children.planners.map((each, index) =>
          each.call('submit', { pipeline, inputs, atOnce, count: Math.min(share, count - index * share) }),
        ),
      )
      // Every look costs the planner: it is asked rarely until the agents are through.
      while ((await planner.call('open')) > 0)
        await (lookMs === LOOK_MS ? pause(LOOK_MS) : Promise.race([through, pause(lookMs)]))
      return { ms: performance.now() - began, runs: submitted.flat() }
    },
    /** Runs a pipeline once; answers its id and instants: submittedAt, acknowledgedAt, endedAt, in milliseconds. */
    async alone({ pipeline = ONE_STAGE, inputs, agents = 1 } = {}) {
      const through = agentsThrough(agents)
      const submitted = await planner.call('submitOnce', { pipeline, inputs })
      const endedAt = await planner.call('endOf', { run: submitted.run, after: await through })
      return { ...submitted, endedAt }
    },
    /** Runs a pipeline that waits at a gate once, and votes as soon as it is open; answers its id and `votedAt`. */
    async gated({ pipeline, stage, agents = 1 }) {
      const through = agentsThrough(agents)
      const { run } = await planner.call('submitOnce', { pipeline })
      const votedAt = await planner.call('approve', { run, stage })
      await planner.call('endOf', { run, after: await through })
      return { run, votedAt }
    },
    /** Notes from now on when phases begin and end (or stops to); answers those noted so far. */
    trace: async (on) =>
      (await Promise.all(children.workers.map((worker) => worker.call('trace', { on })))).flat(),
    /** Fast and wrong is no result: throws unless every run so far succeeded and every hash chain is whole. */
    async check() {
      const { succeeded, ...others } = await planner.call('statuses')
      if (Object.keys(others).length > 0)
        throw new Error(`${succeeded} runs succeeded: ${JSON.stringify(others)}`)
      const { broken } = await planner.call('verify')
      if (broken.length > 0) throw new Error(`the ledger does not hold: ${JSON.stringify(broken[0])}`)
    },
    close,
  }
}
