import { setTimeout as pause } from 'node:timers/promises'
import { openMuster } from './muster.mjs'
import { openPings } from './pings.mjs'
import { side } from './pipelines.mjs'
import { sitting } from './sitting.mjs'
import { quantile } from './statistics.mjs'

const lower = { better: 'lower' }
const ROUNDS = 3

/** The worst that another client sees while many stages are submitted: as runs of one stage, and as one run. */
export async function stalls(report, servers, redis, { pinged }) {
  await sitting(async (own) => {
    const muster = await own(openMuster(servers))
    const pings = await own(openPings(servers.redis.url))
    const [planner] = muster.planners
    await muster.run({ count: 200 })
    muster.pause()
    const submitted = async (submission) => {
      const began = performance.now()
      let times
      const slowestMs = await redis.slowest(async () => {
        times = await pings.during(async () => {
          await muster.submit(submission)
          await planner.call('flush')
        })
      })
      return { times, slowestMs, ms: performance.now() - began }
    }
    const idle = (ms) => pings.during(() => pause(ms))
    const found = { idle: [], runs: [], one: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      const runs = await submitted({ count: pinged })
      const times = await idle(runs.ms)
      found.idle.push({ times, slowestMs: 0 })
      found.runs.push(runs)
      found.one.push(await submitted({ pipeline: side(pinged) }))
    }
    muster.resume()
    const labels = {
      idle: 'nothing submitted',
      runs: `${pinged} runs submitted`,
      one: `a run of ${pinged} stages submitted`,
    }
    for (const [of, label] of Object.entries(labels)) {
      const rounds = found[of].map(({ times }) => times)
      report.latency(`PING, ${label}`, rounds.flat())
      const bounds = of === 'idle' ? {} : { atMost: 10 }
      report.ratio(`worst PING in ms, ${label}`, [least(rounds.map((times) => quantile(times, 1)))], {
        ...lower,
        ...bounds,
      })
      if (of === 'idle') continue
      const slowest = least(found[of].map(({ slowestMs }) => slowestMs))
      report.figure(`slowest command, ${label}`, [slowest], { unit: 'ms', digits: 1 })
    }
  })
}

/** What others do to the machine only adds: a stall of our own comes in every round. */
function least(worsts) {
  return Math.min(...worsts)
}
