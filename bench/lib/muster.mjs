import { setTimeout as pause } from 'node:timers/promises'
import { startMusterProcesses } from './muster-processes.mjs'

const RARELY_MS = 500
const LOOK_MS = 5
/** Open runs whose agents have not gone through EXIT for so long are stuck. */
const STUCK_MS = 120_000
const ONE_STAGE = 'name: one\nstages:\n  - { name: only, template: noop }\n'
const DEFAULTS = {
  planners: 1,
  workers: 1,
  concurrency: 64,
  /** `noop`, `sleep` (for `sleepMs` in each phase) and `effects` are agents in the worker's process; `program` is the template's. */
  agent: 'noop',
  sleepMs: 0,
  tiers: [0],
  /** Whether programs run in the sandbox of an agent. */
  sandbox: false,
  /** By file name. */
  templates: { 'noop.yaml': 'name: noop\nversion: 1.0.0\ntier: 0\n' },
  path: process.env.PATH,
}

/**
 * Starts Muster as processes of its own on a database of its own: planners, and workers that run agents of one kind.
 * Ledger first, fences, outbox and hash chain are all on: this is what ships.
 */
export async function openMuster(servers, options = {}) {
  let exited = 0
  let onExit = () => {}
  const { planners, workers, urls, home, unlessLost, close } = await startMusterProcesses(
    servers,
    { ...DEFAULTS, ...options },
    (all, at) => {
      exited = all
      onExit(at)
    },
  )
  const [planner] = planners

  /** Waits until that many more agents have gone through EXIT; answers when the last one did. */
  const agentsThrough = (agents) =>
    new Promise((resolve) => {
      const target = exited + agents
      onExit = (at) => exited >= target && resolve(at)
    })

  /** Submits a pipeline `count` times, shared out among the planners; answers the ids. */
  const submit = async ({ pipeline = ONE_STAGE, inputs, count = 1, atOnce }) => {
    const share = Math.ceil(count / planners.length)
    const shareOf = (index) => Math.max(0, Math.min(share, count - index * share))
    const submitting = planners.map((each, index) =>
      each.call('submit', { pipeline, inputs, atOnce, count: shareOf(index) }),
    )
    return (await unlessLost(Promise.all(submitting))).flat()
  }
  const signal = (name) => () => {
    for (const { pid } of workers) process.kill(pid, name)
  }

  return {
    planners,
    workers,
    urls,
    /** What relative paths of agents are below. */
    home,
    submit,
    agentsThrough: (agents) => unlessLost(agentsThrough(agents)),
    /** Waits until no run is open; `through` is what agentsThrough() answered before. */
    ended: (through) => unlessLost(untilEnded(planner, through, () => exited)),
    /** Stops the workers where they stand, to let work pile up; only while they have none. */
    pause: signal('SIGSTOP'),
    resume: signal('SIGCONT'),
    cpu: {
      planner: () => sumOf(planners.map((child) => child.cpuMs())),
      worker: () => sumOf(workers.map((child) => child.cpuMs())),
    },
    /** Runs a pipeline `count` times and waits until all have ended; answers milliseconds and ids. */
    async run({ pipeline, inputs, count, agents = count, atOnce }) {
      const through = agentsThrough(agents)
      const began = performance.now()
      const runs = await submit({ pipeline, inputs, count, atOnce })
      await unlessLost(untilEnded(planner, through, () => exited))
      return { ms: performance.now() - began, runs }
    },
    /** Runs a pipeline once; answers its id and instants: submittedAt, acknowledgedAt, endedAt, in milliseconds. */
    async alone({ pipeline = ONE_STAGE, inputs, agents = 1 } = {}) {
      const through = agentsThrough(agents)
      const submitted = await planner.call('submitOnce', { pipeline, inputs })
      const after = await unlessLost(through)
      return { ...submitted, endedAt: await planner.call('endOf', { run: submitted.run, after }) }
    },
    /** Runs a pipeline that waits at a gate once, and votes as soon as it is open; answers its id and `votedAt`. */
    async gated({ pipeline, stage, agents = 1 }) {
      const through = agentsThrough(agents)
      const { run } = await planner.call('submitOnce', { pipeline })
      const votedAt = await planner.call('approve', { run, stage })
      await planner.call('endOf', { run, after: await unlessLost(through) })
      return { run, votedAt }
    },
    /** Notes from now on when phases begin and end (or stops to); answers those noted so far. */
    trace: async (on) => (await Promise.all(workers.map((worker) => worker.call('trace', { on })))).flat(),
    /** What each effect took that agents asked for since this was last asked: `{ name, ms }`. */
    traceEffects: async () =>
      (await Promise.all(workers.map((worker) => worker.call('traceEffects')))).flat(),
    /** The same for commits. */
    traceCommits: async (on) =>
      (await Promise.all(planners.map((each) => each.call('trace', { on })))).flat(),
    /** Fast and wrong is no result: throws unless every run so far succeeded and every hash chain is whole. */
    async check() {
      const { succeeded = 0, ...others } = await planner.call('statuses')
      if (Object.keys(others).length > 0)
        throw new Error(`${succeeded} runs succeeded: ${JSON.stringify(others)}`)
      const { broken } = await planner.call('verify')
      if (broken.length > 0) throw new Error(`the ledger does not hold: ${JSON.stringify(broken[0])}`)
    },
    close,
  }
}

/** Waits until no run is open. Every look costs the planner: it is asked rarely until the agents are through. */
async function untilEnded(planner, through, progress) {
  let lookMs = RARELY_MS
  const near = through.then(() => (lookMs = LOOK_MS))
  let seen = progress()
  let end = performance.now() + STUCK_MS
  for (;;) {
    const open = await planner.call('open')
    if (open === 0) return
    if (progress() !== seen) {
      seen = progress()
      end = performance.now() + STUCK_MS
    }
    if (performance.now() > end) throw new Error(`${open} runs have not ended after ${STUCK_MS} ms`)
    await (lookMs === LOOK_MS ? pause(LOOK_MS) : Promise.race([near, pause(lookMs)]))
  }
}

async function sumOf(values) {
  return (await Promise.all(values)).reduce((total, value) => total + value, 0)
}
