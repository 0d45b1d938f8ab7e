// Does it matter how much waits? The same number of stages is submitted and worked off on top of 1,000, 10,000 and
// 100,000 waiting ones; what a waiting stage takes in the store, beside a bare BullMQ job of the same payload; and whether
// another client of the store is held up while 10,000 stages are submitted.
import { bareBytes } from './lib/bare-bytes.mjs'
import { openMuster } from './lib/muster.mjs'
import { createRedisCounts } from './lib/redis-counts.mjs'
import { createReport } from './lib/report.mjs'
import { alternate } from './lib/rounds.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { stalls } from './lib/stalls.mjs'
import { median, ratios } from './lib/statistics.mjs'
import { measureCpu, treeCpuMs } from './lib/usage.mjs'

const lower = { better: 'lower' }
/** Runs submitted at a time while a backlog is built. */
const AT_ONCE = 256

export function bench({ quick }) {
  const settings = quick
    ? { backlogs: [1_000, 5_000], added: 500, worked: 500, pinged: 2_000, rounds: 1, warmUp: 300 }
    : {
        backlogs: [1_000, 10_000, 100_000],
        added: 1_000,
        worked: 1_000,
        pinged: 10_000,
        rounds: 1,
        warmUp: 2_000,
      }
  const question = 'what adding and working off a stage costs on top of a backlog'
  return sitting((own) => measure(own, createReport('backlog', { question, settings }), settings))
}

async function measure(own, report, settings) {
  const servers = await own(startServers())
  const redis = await own(createRedisCounts(servers.redis.url))
  await stalls(report, servers, redis, settings)
  const contestants = Object.fromEntries(
    settings.backlogs.map((backlog) => [backlog, () => onTopOf(servers, redis, backlog, settings)]),
  )
  const results = await alternate(contestants, settings.rounds)
  const of = (backlog, what) => results[backlog].map((round) => round[what])
  const [first, ...rest] = settings.backlogs
  for (const backlog of settings.backlogs) {
    for (const [what, unit] of Object.entries(UNITS))
      report.figure(`${backlog} waiting: ${what}`, of(backlog, what), { unit, digits: 3 })
    report.detail(`${backlog} waiting: CPU to work off by process`, medians(of(backlog, 'by')))
  }
  for (const backlog of rest)
    for (const [what, atMost] of Object.entries(FLAT)) {
      const label = `${what}, ${backlog} waiting of ${first}`
      report.ratio(label, ratios(of(backlog, what), of(first, what)), { ...lower, atMost })
    }
  const most = settings.backlogs.at(-1)
  report.ratio('bytes of a waiting stage of a BullMQ job', ratios(of(most, 'bytes'), of(most, 'bare')), {
    ...lower,
    atMost: 1.2,
  })
  return report.end()
}

/** Bounds of what may grow with the backlog. */
const FLAT = {
  'CPU to add': 1.2,
  'CPU to work off': 1.3,
  'CPU to work off beside that of the worker': 1.3,
  'time to work off': 1.3,
}
const UNITS = {
  'CPU to add': 'ms/run',
  'time to add': 'ms/run',
  'CPU to work off': 'ms/stage',
  'CPU to work off beside that of the worker': 'times',
  'time to work off': 'ms/stage',
  bytes: 'bytes a stage',
  bare: 'bytes a BullMQ job of that payload',
}

/** On a Muster of its own: builds the backlog, measures the last runs added to it and the first worked off. */
async function onTopOf(servers, redis, backlog, { added, worked, warmUp }) {
  return sitting(async (own) => {
    const muster = await own(openMuster(servers))
    const [planner] = muster.planners
    await muster.run({ count: warmUp })
    const postgres = () => treeCpuMs(servers.postgres.pid)
    const { worker, ...born } = { ...muster.cpu, redis: redis.cpuMs, postgres }
    const submit = async (count) => {
      await muster.submit({ count, atOnce: AT_ONCE })
      await planner.call('flush')
    }
    const timed = async (readers, per, work) => {
      const began = performance.now()
      const { answer: ms, cpu } = await measureCpu(readers, async () => {
        await work()
        return performance.now() - began
      })
      const all = Object.values(cpu).reduce((sum, used) => sum + used, 0)
      const each = Object.entries(cpu).map(([name, used]) => [name, Number((used / per).toFixed(3))])
      return { ms: ms / per, cpu: all / per, by: Object.fromEntries(each) }
    }

    muster.pause()
    const before = await redis.memory()
    await submit(backlog - added)
    const adding = await timed(born, added, () => submit(added))
    const bytes = ((await redis.memory()) - before) / backlog
    const bare = await bareBytes(servers, muster.urls.store, redis)
    const through = muster.agentsThrough(worked)
    muster.resume()
    const working = await timed({ ...born, worker }, worked, () => through)
    return {
      'CPU to add': adding.cpu,
      'time to add': adding.ms,
      'CPU to work off': working.cpu,
      // What a worker does for a stage cannot know of the backlog: it cancels what others do to the machine.
      'CPU to work off beside that of the worker': working.cpu / working.by.worker,
      'time to work off': working.ms,
      bytes,
      bare,
      by: working.by,
    }
  })
}

function medians(rounds) {
  const names = Object.keys(rounds[0])
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name]))]))
}
