// How many agents that are programs does a worker run a second? One-stage runs whose EXECUTE starts a program in a
// workspace of its own and leaves its evidence, beside bare starts of the same program, as many at a time.
import { startChild } from './lib/child.mjs'
import { openMuster } from './lib/muster.mjs'
import { createReport } from './lib/report.mjs'
import { alternate } from './lib/rounds.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { median, ratios } from './lib/statistics.mjs'

const SPAWNER = new URL('./lib/spawn-child.mjs', import.meta.url)
/** The system's python3, never a version manager's shim, which takes longer than the interpreter. */
const PROGRAMS = {
  true: ['/usr/bin/true'],
  node: [process.execPath, '-e', '0'],
  python3: ['/usr/bin/python3', '-c', '0'],
}

export function bench({ quick }) {
  const settings = quick
    ? { runs: 24, rounds: 3, atOnce: 4 }
    : { runs: 100, rounds: 5, atOnce: 4, patienceMs: 15_000 }
  const question = 'runs per second whose agent is a program, beside bare starts of that program'
  return sitting((own) => measure(own, createReport('agents', { question, settings }), settings))
}

async function measure(own, report, { runs, rounds, atOnce, patienceMs }) {
  const servers = await own(startServers())
  const templates = Object.fromEntries(
    Object.entries(PROGRAMS).map(([name, argv]) => [`${name}.yaml`, templateOf(name, argv)]),
  )
  const muster = await own(openMuster(servers, { agent: 'program', concurrency: atOnce, templates }))
  const spawner = await own(startChild(SPAWNER, {}))

  const contestants = {}
  for (const [name, argv] of Object.entries(PROGRAMS)) {
    const pipeline = pipelineOf(name)
    contestants[`muster ${name}`] = async () =>
      (runs / (await muster.run({ pipeline, count: runs })).ms) * 1_000
    contestants[`bare ${name}`] = async () =>
      (runs / (await spawner.call('run', { argv, count: runs, atOnce }))) * 1_000
  }
  await alternate(contestants, 1)
  const results = await alternate(contestants, rounds, { patienceMs })
  await muster.check()
  for (const name of Object.keys(PROGRAMS)) {
    report.figure(`${name}: Muster`, results[`muster ${name}`], { unit: 'runs/s', digits: 1 })
    report.figure(`${name}: bare starts`, results[`bare ${name}`], { unit: '/s', digits: 1 })
    report.ratio(`${name} of bare starts`, ratios(results[`muster ${name}`], results[`bare ${name}`]))
  }
  report.detail('ms in each phase, of `true`', await phaseTimes(muster, runs))
  return report.end()
}

/** Medians over as many runs at a time as are measured. */
async function phaseTimes(muster, runs) {
  await muster.trace(true)
  await muster.run({ pipeline: pipelineOf('true'), count: runs })
  const times = {}
  for (const { phase, began, ended } of await muster.trace(false)) (times[phase] ??= []).push(ended - began)
  return Object.fromEntries(
    Object.entries(times).map(([phase, all]) => [phase, Number(median(all).toFixed(1))]),
  )
}

function pipelineOf(name) {
  return `name: run-${name}\nstages:\n  - { name: only, template: agent-${name} }\n`
}

function templateOf(name, argv) {
  const execute = JSON.stringify(argv)
  return `name: agent-${name}\nversion: 1.0.0\ntier: 0\ncommands:\n  execute: ${execute}\n`
}
