// How many agents that are programs does a worker run a second? One-stage runs whose EXECUTE starts a program in a
// workspace of its own and leaves its evidence, plain and in the sandbox, beside bare starts of the same program, as many
// at a time. And one-stage runs of a program that speaks the agent protocol, started for its agent or before it.
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
/** An agent that shakes hands, and plans and does nothing. */
const SPEAKER = `
const say = (id, result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }))
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === 'initialize')
    say(id, { protocolVersion: 1, nonce: params.nonce, name: 'speaker', version: '1', capabilities: { phases: ['EXECUTE'] } })
  else if (method === 'phase/run') say(id, { ok: true })
  else if (method === 'shutdown') { say(id, {}); process.exit(0) }
  else if (id !== undefined) say(id, {})
})
`
const SPEAKERS = { protocol: {}, 'protocol warm': { warm: 4 } }

export function bench({ quick }) {
  const settings = quick
    ? { runs: 12, walledRuns: 4, rounds: 2, atOnce: 4 }
    : { runs: 100, walledRuns: 100, rounds: 5, atOnce: 4, patienceMs: 15_000 }
  const question = 'runs per second whose agent is a program, beside bare starts of that program'
  return sitting((own) => measure(own, createReport('agents', { question, settings }), settings))
}

async function measure(own, report, { runs, walledRuns, rounds, atOnce, patienceMs }) {
  const servers = await own(startServers())
  const templates = Object.fromEntries(
    [
      ...Object.entries(PROGRAMS).map(([name, argv]) => [name, { commands: { execute: argv } }]),
      ...Object.entries(SPEAKERS).map(([name, more]) => [
        slug(name),
        { agent: [process.execPath, '-e', SPEAKER], ...more },
      ]),
    ].map(([name, template]) => [`${name}.yaml`, templateOf(name, template)]),
  )
  const open = (sandbox) =>
    own(openMuster(servers, { agent: 'program', concurrency: atOnce, sandbox, templates }))
  const plain = await open(false)
  const walled = await open(true)
  const spawner = await own(startChild(SPAWNER, {}))

  const rate = (muster, name, count) => async () =>
    (count / (await muster.run({ pipeline: pipelineOf(name), count })).ms) * 1_000
  const contestants = {}
  /** The program whose bare starts each is measured beside. */
  const beside = {}
  const add = (label, name, run) => {
    contestants[label] = run
    beside[label] = name
  }
  for (const [name, argv] of Object.entries(PROGRAMS)) {
    add(name, name, rate(plain, name, runs))
    add(`${name} in the sandbox`, name, rate(walled, name, walledRuns))
    contestants[`${name}, bare starts`] = async () =>
      (runs / (await spawner.call('run', { argv, count: runs, atOnce }))) * 1_000
  }
  for (const name of Object.keys(SPEAKERS))
    add(`${name} in the sandbox`, 'node', rate(walled, slug(name), walledRuns))
  await alternate(contestants, 1)
  const results = await alternate(contestants, rounds, { patienceMs })
  await plain.check()
  await walled.check()
  for (const [label, values] of Object.entries(results))
    report.figure(label, values, { unit: '/s', digits: 1 })
  for (const [label, name] of Object.entries(beside))
    report.ratio(`${label} of bare starts`, ratios(results[label], results[`${name}, bare starts`]))
  report.detail('ms in each phase, of `true`', await phaseTimes(plain, runs))
  report.detail('ms in each phase, of `true` in the sandbox', await phaseTimes(walled, walledRuns))
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

function slug(name) {
  return name.replace(' ', '-')
}

function pipelineOf(name) {
  return `name: run-${name}\nstages:\n  - { name: only, template: agent-${name} }\n`
}

/** JSON is YAML. */
function templateOf(name, template) {
  return JSON.stringify({ name: `agent-${name}`, version: '1.0.0', tier: 0, ...template })
}
