// Stages per second: 1,000 one-stage runs through all of Muster (ledger, fences, outbox, hash chain), beside as many
// chains of eight bare BullMQ jobs, on one Redis (append-only, everysec) and one Postgres, alternating. Once with the
// real worker, which makes a workspace and evidence for every agent, and once with agents that answer at once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadTemplates } from '@muster/engine'
import { openPostgresLedger } from '@muster/ledger'
import { createPlanner } from '@muster/planner'
import { createArtifacts } from '@muster/runtime'
import { appendOutcome, connectStore, createTierWorker } from '@muster/store'
import { startPostgres, startRedis } from '@muster/testing'
import { createWorker } from '@muster/worker'
import { Queue, Worker } from 'bullmq'
import { median, SILENT, save, spread } from './support.mjs'

const RUNS = Number(process.env.RUNS ?? 1000)
const ROUNDS = Number(process.env.ROUNDS ?? 5)
const PHASES = 8
const PIPELINE = 'name: bench\nstages:\n  - { name: only, template: noop }\n'
const AGENT = 'name: noop\nversion: 1.0.0\ntier: 0\n'

async function openMuster(ledgerUrl, storeUrl, openWorker) {
  const home = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  const templates = mkdtempSync(join(tmpdir(), 'muster-bench-templates-'))
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(templates, 'noop.yaml'), AGENT)
  const { source } = await loadTemplates([templates])
  const ledger = await openPostgresLedger(ledgerUrl)
  const connection = await connectStore(storeUrl)
  const artifacts = createArtifacts(join(home, 'artifacts'))
  const common = { log: SILENT, clock: Date.now }
  const planner = createPlanner({
    ...common,
    ledger,
    connection,
    artifacts,
    templates: source,
    pipelines: new Map(),
    name: 'bench',
    random: Math.random,
  })
  const worker = openWorker({ ...common, connection, artifacts, home })
  await planner.start()
  await worker.start()

  async function round() {
    const by = { kind: 'script', name: 'bench', roles: [] }
    const submission = {
      tenant: 'default',
      project: 'default',
      pipeline: PIPELINE,
      file: 'bench.yaml',
      inputs: {},
      idempotencyKey: null,
      yesToGates: false,
      by,
    }
    const began = performance.now()
    for (let at = 0; at < RUNS; at += 50) {
      await Promise.all(
        Array.from({ length: Math.min(50, RUNS - at) }, () => planner.engine.submit(submission)),
      )
    }
    while ((await ledger.openRuns()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    return RUNS / ((performance.now() - began) / 1000)
  }

  async function close() {
    await worker.stop()
    await planner.stop()
    await connection.close()
    await ledger.close()
    for (const folder of [home, templates]) rmSync(folder, { recursive: true, force: true })
  }
  return { round, close }
}

/** The worker that ships. */
function realWorker({ connection, artifacts, home, log, clock }) {
  const host = { artifacts, workspaces: join(home, 'workspaces'), path: process.env.PATH, env: {} }
  return createWorker({
    log,
    clock,
    connection,
    id: 'real',
    tiers: [0],
    concurrency: 64,
    host,
    drainMs: 1000,
  })
}

/** A worker whose agents answer at once: what is left is the governed path. */
function noopWorker({ connection, log, clock }) {
  const outcome = { kind: 'succeeded', record: {} }
  async function handle({ run, stage, phase, attempt, fence }) {
    const at = clock()
    await appendOutcome(connection, {
      run,
      stage,
      phase,
      attempt,
      fence,
      worker: 'noop',
      startedAt: at,
      finishedAt: at,
      outcome,
    })
    return 'done'
  }
  return createTierWorker(connection, { tier: 0, concurrency: 64, handle, log })
}

async function openBare(storeUrl) {
  const { hostname: host, port } = new URL(storeUrl)
  const connection = { host, port: Number(port), maxRetriesPerRequest: null }
  const queue = new Queue('{bare}', { connection })
  let left = 0
  let finish = () => {}
  const options = { removeOnComplete: true }
  const worker = new Worker(
    '{bare}',
    async ({ data }) => {
      if (data.phase < PHASES)
        await queue.add(
          'phase',
          { ...data, phase: data.phase + 1 },
          { ...options, jobId: `${data.run}.${data.phase + 1}` },
        )
      else if (--left === 0) finish()
    },
    { connection, concurrency: 64 },
  )
  await worker.waitUntilReady()
  let rounds = 0

  async function round() {
    rounds += 1
    left = RUNS
    const done = new Promise((resolve) => (finish = resolve))
    const began = performance.now()
    for (let at = 0; at < RUNS; at += 50) {
      const batch = Array.from({ length: Math.min(50, RUNS - at) }, (_, index) => `r${rounds}x${at + index}`)
      await Promise.all(
        batch.map((run) =>
          queue.add('phase', { run, phase: 1, pad: 'x'.repeat(200) }, { ...options, jobId: `${run}.1` }),
        ),
      )
    }
    await done
    return RUNS / ((performance.now() - began) / 1000)
  }
  return { round, close: async () => (await worker.close(), await queue.close()) }
}

/** Rounds of Muster with one kind of worker and of bare BullMQ in turn, on servers of their own. */
async function compare(name, openWorker) {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const muster = await openMuster(await postgres.createDatabase(), redis.url, openWorker)
  const bare = await openBare(redis.url)
  const figures = { muster: [], bare: [], ratio: [] }
  await muster.round()
  await bare.round()
  for (let round = 1; round <= ROUNDS; round += 1) {
    const one = await muster.round()
    const other = await bare.round()
    figures.muster.push(one)
    figures.bare.push(other)
    figures.ratio.push(one / other)
  }
  console.log(`  ${name}`)
  console.log(`    Muster       ${spread(figures.muster)}`)
  console.log(`    bare BullMQ  ${spread(figures.bare)}   (chains of ${PHASES} jobs, nothing recorded)`)
  console.log(`    ratio        ${spread(figures.ratio, 3)}`)
  await muster.close()
  await bare.close()
  await Promise.all([postgres.stop(), redis.stop()])
  return { medianRatio: median(figures.ratio), figures }
}

export async function bench() {
  console.log(`stages per second, ${RUNS} one-stage runs, median (min to max) of ${ROUNDS} rounds`)
  const noop = await compare('agents that answer at once', noopWorker)
  const real = await compare('the real worker: a workspace, records and evidence for each agent', realWorker)
  save('throughput', { runs: RUNS, rounds: ROUNDS, noop, real })
}
