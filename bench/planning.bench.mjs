// Planning (read, validate, check the inputs, expand) beside `yaml.parse` of the same text; "the same again" plans a text
// that was planned before. Every sample is a process of its own with as much warming up for the one as for the other,
// and the two take turns.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median, save, spread } from './support.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 5)
const SIZES = [1, 100, 1_000, 10_000]
const SAMPLE = fileURLToPath(new URL('./planning-sample.mjs', import.meta.url))
/** Bounds of the ratios. Loading is in milliseconds: there is nothing to hold it against. */
const BOUND = { ratio: 1.5, growth: 12, loadMs: 120 }

/** What one fresh process measures of `subject`. */
async function sample(subject, stages) {
  const child = spawn(process.execPath, ['--expose-gc', SAMPLE, subject, String(stages)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout) text += chunk
  return JSON.parse(text)
}

async function compare(stages) {
  const figures = { yaml: [], plan: [], expand: [], again: [], ratio: [], graphBytes: [] }
  for (let round = 1; round <= ROUNDS; round += 1) {
    const yaml = await sample('yaml', stages)
    const plan = await sample('plan', stages)
    figures.yaml.push(yaml.micros)
    figures.plan.push(plan.micros)
    figures.expand.push(plan.expandMicros)
    if (plan.againMicros !== null) figures.again.push(plan.againMicros)
    figures.ratio.push(plan.micros / yaml.micros)
    figures.graphBytes.push(plan.graphBytes / stages)
  }
  console.log(`  ${stages} ${stages === 1 ? 'stage' : 'stages'}: microseconds of processor time a stage`)
  const perStage = (label, micros) =>
    console.log(
      `    ${label.padEnd(16)} ${spread(
        micros.map((all) => all / stages),
        1,
      )}`,
    )
  perStage('yaml.parse', figures.yaml)
  perStage('planning', figures.plan)
  perStage('expanding alone', figures.expand)
  if (figures.again.length > 0) perStage('the same again', figures.again)
  console.log(`    ratio            ${spread(figures.ratio, 2)}   bound ${BOUND.ratio}`)
  if (stages > 1) console.log(`    heap of a graph  ${spread(figures.graphBytes)} bytes a stage`)
  return figures
}

async function load() {
  const figures = { elapsed: [], processor: [] }
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { micros, processor } = await sample('load', 1)
    figures.elapsed.push(micros / 1_000)
    figures.processor.push(processor / 1_000)
  }
  console.log('  loading the package and reading one small pipeline, milliseconds in a new process')
  console.log(`    elapsed          ${spread(figures.elapsed, 1)}   bound ${BOUND.loadMs}`)
  console.log(`    processor        ${spread(figures.processor, 1)}`)
  return figures
}

export async function bench() {
  console.log(`planning, median (min to max) of ${ROUNDS} rounds`)
  const bySize = {}
  for (const stages of SIZES) bySize[stages] = await compare(stages)
  const growth = median(bySize[10_000].plan) / median(bySize[1_000].plan)
  const yamlGrowth = median(bySize[10_000].yaml) / median(bySize[1_000].yaml)
  console.log('  10,000 stages against 1,000')
  console.log(`    planning         ${growth.toFixed(1)} times   bound ${BOUND.growth}`)
  console.log(`    yaml.parse       ${yamlGrowth.toFixed(1)} times`)
  const loadMs = await load()
  await save('planning', { rounds: ROUNDS, bySize, growth, yamlGrowth, loadMs })
}
