// What does a planner lose that stands still while completions pile up? Runs of one stage wait for a worker; the planner
// is stopped, the worker works off what it can, the planner goes on: every run must succeed, and no attempt be repeated.
import { setTimeout as pause } from 'node:timers/promises'
import { createLedgerSize } from './lib/ledger-size.mjs'
import { openMuster } from './lib/muster.mjs'
import { createReport } from './lib/report.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'

const PHASES = 8

export function bench({ quick }) {
  const settings = quick ? { runs: 1_000, stoppedMs: 3_000 } : { runs: 10_000, stoppedMs: 10_000 }
  const question = 'a planner stands still while completions pile up'
  return sitting((own) => measure(own, createReport('lag', { question, settings }), settings))
}

async function measure(own, report, { runs, stoppedMs }) {
  const servers = await own(startServers())
  const muster = await own(openMuster(servers))
  const ledger = await own(createLedgerSize(muster.urls.ledger))
  const [planner] = muster.planners
  let reported
  const tables = await ledger.added(async () => {
    const through = muster.agentsThrough(runs)
    muster.pause()
    await muster.submit({ count: runs })
    await planner.call('flush')
    process.kill(planner.pid, 'SIGSTOP')
    try {
      muster.resume()
      await muster.trace(true)
      await pause(stoppedMs)
      reported = (await muster.trace(false)).length
    } finally {
      process.kill(planner.pid, 'SIGCONT')
    }
    await muster.ended(through)
  })
  report.figure('phases reported while it stood still', [reported], { unit: 'phases' })
  const { succeeded = 0 } = await planner.call('statuses')
  const { broken } = await planner.call('verify')
  report.count('runs that did not succeed', runs - succeeded, { atMost: 0 })
  report.count('chains of hashes that do not hold', broken.length, { atMost: 0 })
  report.count('attempts beyond one a phase', tables.attempts.rows - runs * PHASES, { atMost: 0 })
  return report.end()
}
