// Does one tenant make another wait? While one has submitted a thousand runs, another submits one at a time: what it waits
// until its first agent begins, and until its run has ended, beside what it waits on the same fleet with nobody else there.
import { openMuster } from './lib/muster.mjs'
import { createReport } from './lib/report.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { quantile } from './lib/statistics.mjs'

const NOISY = 'noisy'
const QUIET = 'quiet'
const BOUND = 2

export function bench({ quick }) {
  // Agents work for a while in each phase, as agents do; what the fleet itself costs is what other benchmarks measure.
  const size = quick ? { noise: 200, samples: 10 } : { noise: 1_000, samples: 50 }
  const settings = { ...size, concurrency: 8, sleepMs: 40 }
  const question = 'what a tenant waits for a run while another has a thousand'
  return sitting((own) => measure(own, createReport('tenants', { question, settings }), settings))
}

async function measure(own, report, { noise, samples, concurrency, sleepMs }) {
  const servers = await own(startServers())
  const muster = await own(openMuster(servers, { agent: 'sleep', sleepMs, concurrency }))
  for (const tenant of [NOISY, QUIET]) await muster.createTenant(tenant)
  const waits = async () => {
    const all = []
    for (let sample = 0; sample < samples; sample += 1) all.push(await muster.waitOf(QUIET))
    return all
  }
  await waits()
  const idle = await waits()
  const through = muster.agentsThrough(noise)
  await muster.submit({ tenant: NOISY, count: noise })
  const beside = await waits()
  await muster.ended(through)
  report.detail('waits beside', beside)
  for (const what of ['start', 'whole']) {
    const of = (all) => all.map((wait) => wait[what])
    report.latency(`${what}, idle fleet`, of(idle))
    report.latency(`${what}, beside ${noise} runs`, of(beside))
    const p99 = (all) => quantile(of(all), 0.99)
    const bounds = what === 'whole' ? { better: 'lower', atMost: BOUND } : { better: 'lower' }
    report.ratio(`${what}, p99 beside ${noise} runs of idle`, [p99(beside) / p99(idle)], bounds)
  }
  return report.end()
}
