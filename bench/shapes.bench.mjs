// Does a stage cost the same in a small run and in a large one, whatever the shape of the graph? One run of N stages as a
// fan-out, as a layered lattice and as a chain; as many stages in all for every N, or one run of N where that is more.
import { chain, fanOut, lattice, side } from './lib/pipelines.mjs'
import { createLedgerSize } from './lib/ledger-size.mjs'
import { openMuster } from './lib/muster.mjs'
import { createRedisCounts } from './lib/redis-counts.mjs'
import { createReport } from './lib/report.mjs'
import { alternate } from './lib/rounds.mjs'
import { startServers } from './lib/servers.mjs'
import { counts, labelOf, weights } from './lib/shape-counts.mjs'
import { walk, walkChain } from './lib/shape-walk.mjs'
import { sitting } from './lib/sitting.mjs'
import { median, ratios } from './lib/statistics.mjs'
import { treeCpuMs } from './lib/usage.mjs'

const SHAPES = { 'fan-out': fanOut, lattice }
const lower = { better: 'lower' }
/** Stages in a layer, where a whole run is timed: less than a worker's places. */
const WIDTH = 50
/** Growth of the cost of a stage that is called flat. */
const FLAT = { ...lower, atMost: 1.3 }

export function bench({ quick }) {
  const settings = quick
    ? { sizes: [100, 500], stages: 300, chained: 100, rounds: 1, again: 1, warmUp: 300, burst: 200 }
    : {
        sizes: [100, 1_000, 10_000],
        stages: 10_000,
        chained: 1_000,
        rounds: 1,
        again: 3,
        warmUp: 2_000,
        burst: 1_000,
      }
  const question = 'what a stage costs in runs of 100, 1,000 and 10,000 stages'
  return sitting((own) => measure(own, createReport('shapes', { question, settings }), settings))
}

async function measure(own, report, settings) {
  const servers = await own(startServers())
  const redis = await own(createRedisCounts(servers.redis.url))
  const open = async () => {
    const muster = await own(openMuster(servers))
    const postgres = () => treeCpuMs(servers.postgres.pid)
    await muster.run({ count: settings.warmUp })
    return { muster, redis, cpu: { ...muster.cpu, redis: redis.cpuMs, postgres } }
  }
  const bench = await open()
  await makespans(report, bench.muster, settings)
  await costs(report, bench, settings)
  const ledger = await own(createLedgerSize(bench.muster.urls.ledger))
  for (const [name, shape] of Object.entries(SHAPES)) {
    await counts(report, { ...bench, ledger }, name, shape, settings)
    await weights(report, bench, name, shape, settings)
  }
  await bench.muster.check()
  await chains(report, await open(), settings)
  return report.end()
}

/** Wall and CPU time of a stage, by shape and size; every larger size beside the smallest. */
async function costs(report, bench, { sizes, stages, rounds }) {
  const contestants = {}
  for (const [name, shape] of Object.entries(SHAPES))
    for (const size of sizes) contestants[labelOf(name, size)] = () => walk(bench, shape, { size, stages })
  const results = await alternate(contestants, rounds)
  for (const name of Object.keys(SHAPES)) {
    const of = (size, read) => results[labelOf(name, size)].map(read)
    for (const size of sizes) {
      const label = labelOf(name, size)
      report.figure(
        label,
        of(size, ({ work }) => work.ms),
        { unit: 'ms/stage', digits: 2 },
      )
      parts(
        report,
        `${label}, CPU`,
        of(size, ({ work }) => work.cpu),
      )
      parts(
        report,
        `${label}, CPU of birth`,
        of(size, ({ birth }) => birth.cpu),
      )
    }
    for (const size of sizes.slice(1)) {
      const beside = (read) => ratios(of(size, read), of(sizes[0], read))
      const label = `${name}: ${size} of ${sizes[0]} stages`
      report.ratio(
        `${label}, wall`,
        beside(({ work }) => work.ms),
        FLAT,
      )
      report.ratio(
        `${label}, CPU`,
        beside(({ work }) => work.cpu.all),
        FLAT,
      )
      report.ratio(
        `${label}, CPU of birth`,
        beside(({ birth }) => birth.cpu.all),
        FLAT,
      )
    }
  }
}

/** Whether what waits for what keeps workers waiting: beside as many runs of one stage, submitted in one burst. */
async function makespans(report, muster, { burst, again }) {
  const ms = async (run) => (await muster.run(run)).ms
  const one = (pipeline) => () => ms({ pipeline: pipeline(), count: 1, agents: burst })
  const contestants = {
    apart: () => ms({ count: burst }),
    'side by side': one(() => side(burst)),
    diamond: one(() => fanOut(burst)),
    layers: one(() => lattice(burst, WIDTH)),
  }
  const { apart, ...graphs } = await alternate(contestants, again)
  report.figure(`${burst} runs of one stage`, apart, { unit: 'ms' })
  for (const [name, all] of Object.entries(graphs)) {
    report.figure(`${name}, a run of ${burst} stages`, all, { unit: 'ms' })
    report.ratio(`${name} of runs of one stage`, ratios(all, apart), { ...lower, atMost: 1.5 })
  }
}

/** A chain of 10,000 stages would take minutes: of each size the same number of stages is worked off. */
async function chains(report, bench, { sizes, chained, again }) {
  const contestants = Object.fromEntries(
    sizes.map((size) => [size, () => walkChain(bench, chain, { size, stages: chained })]),
  )
  const results = await alternate(contestants, again)
  const of = (size, read) => results[size].map(read)
  for (const size of sizes) {
    report.figure(
      labelOf('chain', size),
      of(size, ({ ms }) => ms),
      { unit: 'ms/stage', digits: 2 },
    )
    parts(
      report,
      `${labelOf('chain', size)}, CPU`,
      of(size, ({ cpu }) => cpu),
    )
  }
  for (const size of sizes.slice(1)) {
    const beside = (read) => ratios(of(size, read), of(sizes[0], read))
    const label = `chain: ${size} of ${sizes[0]} stages`
    report.ratio(
      `${label}, wall`,
      beside(({ ms }) => ms),
      FLAT,
    )
    report.ratio(
      `${label}, CPU`,
      beside(({ cpu }) => cpu.all),
      FLAT,
    )
  }
}

function parts(report, label, rounds) {
  const names = Object.keys(rounds[0])
  const medians = names.map((of) => [of, Number(median(rounds.map((cpu) => cpu[of])).toFixed(3))])
  report.detail(`${label}, ms/stage`, Object.fromEntries(medians))
}
