// What does it take to act on the world under governance? One agent asks for effects, one after the other: each is judged,
// its INTENT committed, a small file written and synced, its OUTCOME told. Beside a denial, which is committed too, and
// the same write by itself.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openMuster } from './lib/muster.mjs'
import { createReport } from './lib/report.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { median, ratios } from './lib/statistics.mjs'

const TEMPLATE = `
name: acting
version: 1.0.0
tier: 2
inputs: { effects: { type: integer } }
effects:
  - { verb: file.write, roots: [out] }
`
const PIPELINE = `
name: acting
inputs: { effects: { type: integer } }
stages:
  - name: act
    template: acting
    config: { tier: 2, inputs: { effects: "${'$'}{{ inputs.effects }}" } }
    approval: { allow_author: true }
`
const AIM_MS = 5

export function bench({ quick }) {
  const settings = quick ? { effects: 100, rounds: 3 } : { effects: 300, rounds: 9 }
  const question = 'milliseconds of one governed effect'
  return sitting((own) => measure(own, createReport('effects', { question, settings }), settings))
}

async function measure(own, report, { effects, rounds }) {
  const servers = await own(startServers())
  const templates = { 'acting.yaml': TEMPLATE }
  const muster = await own(openMuster(servers, { agent: 'effects', tiers: [2], templates }))
  await mkdir(join(muster.home, 'out'))
  const round = async () => {
    await muster.run({ pipeline: PIPELINE, inputs: { effects }, count: 1 })
    const took = await muster.traceEffects()
    const of = (name) => took.filter((one) => one.name === name).map(({ ms }) => ms)
    return { done: of('done'), denied: of('denied'), bare: of('bare') }
  }
  await round()
  const measured = []
  while (measured.length < rounds) measured.push(await round())
  await muster.check()
  const all = (name) => measured.flatMap((one) => one[name])
  const p50 = (name) => measured.map((one) => median(one[name]))
  report.latency('a file written under governance', all('done'))
  report.latency('a decision, committed and answered', all('denied'))
  report.latency('the same file, written', all('bare'))
  report.figure('a file written under governance, p50', p50('done'), {
    unit: 'ms',
    digits: 2,
    atMost: AIM_MS,
  })
  report.ratio('under governance, beside a decision alone, p50', ratios(p50('done'), p50('denied')), {
    better: 'lower',
  })
  return report.end()
}
