// Does throughput follow the number of workers, and are two planners correct and no slower than one? With agents that
// sleep, so that slots bound the workers and not the cores of this machine.
import { openMuster } from './lib/muster.mjs'
import { createReport } from './lib/report.mjs'
import { alternate } from './lib/rounds.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { ratios } from './lib/statistics.mjs'

const SLEEP_MS = 50
/** Agents at a time in each worker; with eight sleeps a stage, a worker does at most ten stages a second. */
const CONCURRENCY = 4

export function bench({ quick }) {
  const settings = quick
    ? { fleets: [1, 4], perWorker: 8, planned: 150, rounds: 3 }
    : { fleets: [1, 2, 4], perWorker: 40, planned: 1_000, rounds: 5, patienceMs: 15_000 }
  const question = 'throughput with 1, 2 and 4 workers whose agents sleep 50 ms; with 1 and 2 planners'
  return sitting((own) => measure(own, createReport('scaling', { question, settings }), settings))
}

async function measure(own, report, settings) {
  const servers = await own(startServers())
  await workers(own, report, servers, settings)
  await planners(own, report, servers, settings)
  return report.end()
}

async function workers(own, report, servers, { fleets, perWorker, rounds, patienceMs }) {
  const contestants = {}
  for (const workers of fleets) {
    const options = { workers, agent: 'sleep', sleepMs: SLEEP_MS, concurrency: CONCURRENCY }
    const muster = await own(openMuster(servers, options))
    contestants[workers] = () => stagesPerSecond(muster, perWorker * workers)
  }
  await alternate(contestants, 1)
  const results = await alternate(contestants, rounds, { patienceMs })
  for (const workers of fleets) {
    report.figure(`workers: ${workers}`, results[workers], { unit: 'stages/s', digits: 1 })
    if (workers === 1) continue
    const inProportion = results[1].map((perSecond) => perSecond * workers)
    report.ratio(`${workers} workers of ${workers} times one`, ratios(results[workers], inProportion), {
      atLeast: 0.9,
    })
  }
}

async function planners(own, report, servers, { planned, rounds, patienceMs }) {
  const one = await own(openMuster(servers))
  const two = await own(openMuster(servers, { planners: 2 }))
  const contestants = { one: () => stagesPerSecond(one, planned), two: () => stagesPerSecond(two, planned) }
  await alternate(contestants, 1)
  const results = await alternate(contestants, rounds, { patienceMs })
  report.figure('planners: 1', results.one, { unit: 'stages/s' })
  report.figure('planners: 2', results.two, { unit: 'stages/s' })
  report.ratio('two planners of one', ratios(results.two, results.one), { atLeast: 0.9 })
  await two.check()
}

async function stagesPerSecond(muster, runs) {
  return (runs / (await muster.run({ count: runs })).ms) * 1_000
}
