// What does planning (read, validate, check the inputs, expand) cost beside `yaml.parse` of the same text, and does it
// grow in proportion? "The same again" plans a text that was planned before. Every sample is a process of its own with
// as much warming up for the one as for the other, and the two take turns.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createReport } from './lib/report.mjs'
import { alternate } from './lib/rounds.mjs'
import { ratios } from './lib/statistics.mjs'

const SAMPLE = fileURLToPath(new URL('./planning-sample.mjs', import.meta.url))

export async function bench({ quick }) {
  const settings = quick ? { sizes: [1_000], rounds: 2 } : { sizes: [1, 100, 1_000, 10_000], rounds: 5 }
  const question = 'microseconds of processor time a stage, beside yaml.parse'
  const report = createReport('planning', { question, settings })
  const { sizes, rounds } = settings
  const planned = {}
  for (const stages of sizes) planned[stages] = await compare(report, stages, rounds)
  if (planned[10_000] !== undefined)
    report.ratio('10,000 stages of 1,000', ratios(planned[10_000], planned[1_000]), {
      better: 'lower',
      atMost: 12,
    })
  const { load } = await alternate({ load: () => sample('load', 1) }, rounds)
  const toMs = (name) => load.map((each) => each[name] / 1_000)
  report.figure('loading and reading (bound 120)', toMs('micros'), { unit: 'ms', digits: 1 })
  report.figure('loading and reading, processor', toMs('processor'), { unit: 'ms', digits: 1 })
  return report.end()
}

/** Answers what planning that many stages took, round by round. */
async function compare(report, stages, rounds) {
  const { yaml, plan } = await alternate(
    { yaml: () => sample('yaml', stages), plan: () => sample('plan', stages) },
    rounds,
  )
  const micros = (samples, name) => samples.map((each) => each[name])
  const figure = (label, values) =>
    report.figure(
      `${stages}: ${label}`,
      values.map((value) => value / stages),
      { unit: '/stage', digits: 1 },
    )
  figure('yaml.parse, µs', micros(yaml, 'micros'))
  figure('planning, µs', micros(plan, 'micros'))
  figure('expanding alone, µs', micros(plan, 'expandMicros'))
  // A text that is too long is not remembered.
  if (plan[0].againMicros !== null) figure('the same again, µs', micros(plan, 'againMicros'))
  if (stages > 1) figure('heap of a graph, bytes', micros(plan, 'graphBytes'))
  const planned = micros(plan, 'micros')
  report.ratio(`${stages} stages of yaml.parse`, ratios(planned, micros(yaml, 'micros')), {
    better: 'lower',
    atMost: 1.5,
  })
  return planned
}

/** What one fresh process measures of `subject`. */
async function sample(subject, stages) {
  const child = spawn(process.execPath, ['--expose-gc', SAMPLE, subject, String(stages)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout) text += chunk
  return JSON.parse(text)
}
