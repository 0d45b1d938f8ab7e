// What Muster takes of memory, at rest and for ever: bytes of a waiting run in the store and of a finished stage in the
// ledger, processes and connections at rest, and whether store and processes stay as they are while runs come and go.
import { setTimeout as pause } from 'node:timers/promises'
import { residentBytes } from './lib/apps.mjs'
import { rest } from './lib/at-rest.mjs'
import { createLedgerSize } from './lib/ledger-size.mjs'
import { openMuster } from './lib/muster.mjs'
import { createRedisCounts } from './lib/redis-counts.mjs'
import { createReport } from './lib/report.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'

const MIB = 2 ** 20
/** After a burst the store drops within a second what it keeps of agents for so long. */
const SETTLE_MS = 2_000

export function bench({ quick }) {
  const settings = quick
    ? {
        waiting: 1_000,
        finished: 500,
        settleMs: 500,
        restMs: 1_000,
        pipelines: 50,
        soaked: 1_000,
        steps: 2,
      }
    : {
        waiting: 10_000,
        finished: 5_000,
        settleMs: 3_000,
        restMs: 20_000,
        pipelines: 500,
        soaked: 50_000,
        steps: 10,
      }
  const question = 'bytes of what waits and of what is done; what rests; what grows'
  return sitting((own) => measure(own, createReport('memory', { question, settings }), settings))
}

async function measure(own, report, settings) {
  const servers = await own(startServers())
  const redis = await own(createRedisCounts(servers.redis.url))
  // Nothing of Muster is connected yet: whoever is counted at rest is what these processes brought.
  await rest(report, servers, redis, settings)
  // Whoever trims finished runs from the ledger: its setting goes into `options`, and the ledger's rows into the soak.
  const options = {}
  const muster = await own(openMuster(servers, options))
  const ledger = await own(createLedgerSize(muster.urls.ledger))
  await muster.run({ count: settings.finished })
  await waiting(report, muster, redis, settings)
  await finished(report, muster, ledger, settings)
  await soak(report, muster, redis, ledger, settings)
  await muster.check()
  return report.end()
}

async function waiting(report, muster, redis, { waiting: count }) {
  const through = muster.agentsThrough(count)
  muster.pause()
  const before = await redis.memory()
  await muster.submit({ count })
  await muster.planners[0].call('flush')
  report.count('bytes of a waiting run in the store', ((await redis.memory()) - before) / count)
  muster.resume()
  await muster.ended(through)
}

async function finished(report, muster, ledger, { finished: count }) {
  const tables = await ledger.added(() => muster.run({ count }))
  const per = (of) => {
    const entries = Object.entries(tables).map(([name, table]) => [
      name,
      Math.round((table[of] / count) * 10) / 10,
    ])
    return Object.fromEntries(entries.filter(([, value]) => value > 0))
  }
  const sum = (of) => Object.values(tables).reduce((total, table) => total + table[of], 0) / count
  report.detail('rows of a finished run of one stage', per('rows'))
  report.detail('bytes of a finished run of one stage', per('bytes'))
  report.count('rows of a finished run of one stage in the ledger', sum('rows'))
  report.count('bytes of a finished run of one stage in the ledger', sum('bytes'))
}

/** Runs of one stage come and go; after each step it is looked at what is taken. The first step warms up. */
async function soak(report, muster, redis, ledger, { soaked, steps }) {
  const [planner] = muster.planners
  const [worker] = muster.workers
  const count = soaked / steps
  const taken = {
    'the store': [],
    'the planner': [],
    'the worker': [],
    "the planner's heap": [],
    "the worker's heap": [],
  }
  const heapOf = async (child) => (await child.call('usage', { collect: true })).memory.heapUsed
  let rows = 0
  for (let step = 1; step <= steps; step += 1) {
    const began = performance.now()
    await muster.run({ count })
    await pause(SETTLE_MS)
    taken['the store'].push(await redis.memory())
    taken['the planner'].push(await residentBytes(planner.pid))
    taken['the worker'].push(await residentBytes(worker.pid))
    taken["the planner's heap"].push(await heapOf(planner))
    taken["the worker's heap"].push(await heapOf(worker))
    rows = Object.values(await ledger.measure()).reduce((sum, table) => sum + table.rows, 0)
    const shown = Object.values(taken).map((each) => (each.at(-1) / MIB).toFixed(1))
    const seconds = ((performance.now() - began) / 1_000).toFixed(0)
    console.log(`    ${step * count} runs   ${shown.join('  ')} MiB, ${rows} rows   ${seconds} s`)
  }
  for (const [what, bytes] of Object.entries(taken)) {
    report.figure(
      `${what}, each ${count} runs`,
      bytes.map((each) => each / MIB),
      { unit: 'MiB', digits: 1 },
    )
    report.ratio(`${what} after ${soaked} of ${count} runs`, [bytes.at(-1) / bytes[0]], {
      better: 'lower',
      atMost: 1.3,
    })
  }
}
