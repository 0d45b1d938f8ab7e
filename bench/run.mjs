// npm run bench [-- NAME...] [--quick] [--write-baseline]: see README.md in this folder. Ends with 1 when a ratio fell
// behind the baseline, with 2 when a benchmark could not be run.
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openBaseline } from './lib/baseline.mjs'
import { closeSittings } from './lib/sitting.mjs'
import { table } from './lib/table.mjs'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    'write-baseline': { type: 'boolean', default: false },
  },
})
const { quick } = options
const baseline = openBaseline(quick ? 'quick' : 'full')

function chosen() {
  const names = readdirSync(new URL('./', import.meta.url))
    .map((file) => /^(.+)\.bench\.mjs$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
  const unknown = positionals.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    console.error(`error: there is no benchmark \`${unknown}\`\n  hint: one of ${names.join(', ')}`)
    process.exit(2)
  }
  return positionals.length === 0 ? names : positionals
}

async function run(name) {
  const began = performance.now()
  const { bench } = await import(`./${name}.bench.mjs`)
  const ratios = (await bench({ quick })) ?? []
  console.log(`  took ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  return ratios
}

/** A ratio that fell is measured once more: other people's load on the machine falls upon one sitting, seldom on two. */
async function runTwiceIfFallen(name) {
  const ratios = await run(name)
  const fallen = ratios.filter(baseline.fallen)
  if (fallen.length === 0 || options['write-baseline']) return ratios
  console.log(`  worse than the baseline: ${fallen.map(({ label }) => label).join(', ')}; once more`)
  return run(name)
}

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
])
  process.once(signal, () => void closeSittings().finally(() => process.exit(128 + number)))

const began = performance.now()
const ratios = []
const broken = []
for (const name of chosen()) {
  try {
    ratios.push(...(await runTwiceIfFallen(name)))
  } catch (error) {
    broken.push(name)
    console.error(`error: the benchmark \`${name}\` could not be run`, error)
  }
}
console.log(`\n${table(ratios, baseline)}`)
console.log(`\nall took ${((performance.now() - began) / 1_000).toFixed(0)} s`)
if (options['write-baseline']) baseline.write(ratios)
else if (ratios.some(baseline.fallen)) process.exitCode = 1
if (broken.length > 0) process.exitCode = 2
