import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openBaseline } from './baseline.mjs'
import { closeSittings } from './sitting.mjs'
import { table } from './table.mjs'

const FOLDER = new URL('../', import.meta.url)
const WORSE = 1
const BROKEN = 2
const OPTIONS = { quick: { type: 'boolean' }, 'write-baseline': { type: 'boolean' } }

/** Runs the benchmarks that were named, or all, and prints the table of their ratios; answers the exit code. */
export async function runBenchmarks(args) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS })
  const { quick = false, 'write-baseline': rewrite = false } = values
  const names = chosen(positionals)
  if (names === null) return BROKEN
  closeWhenInterrupted()

  const baseline = openBaseline(quick ? 'quick' : 'full')
  const began = performance.now()
  const ratios = []
  let exitCode = 0
  for (const name of names) {
    try {
      ratios.push(...(await runTwiceIfFallen(name, quick, rewrite ? () => false : baseline.fallen)))
    } catch (error) {
      console.error(`error: the benchmark \`${name}\` could not be run`, error)
      exitCode = BROKEN
    }
  }
  console.log(`\n${table(ratios, baseline)}`)
  for (const key of baseline.unmeasured(ratios)) console.log(`not measured, though in the baseline: ${key}`)
  console.log(`\nall took ${seconds(began)} s`)
  if (rewrite) baseline.write(ratios)
  else if (exitCode === 0 && ratios.some(baseline.fallen)) exitCode = WORSE
  return exitCode
}

function chosen(wanted) {
  const names = readdirSync(FOLDER)
    .map((file) => /^(.+)\.bench\.mjs$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown === undefined) return wanted.length === 0 ? names : wanted
  console.error(`error: there is no benchmark \`${unknown}\`\n  hint: one of ${names.join(', ')}`)
  return null
}

/** A ratio that fell is measured once more: other people's load on the machine falls upon one sitting, seldom on two. */
async function runTwiceIfFallen(name, quick, isFallen) {
  const ratios = await run(name, quick)
  const fallen = ratios.filter(isFallen)
  if (fallen.length === 0) return ratios
  console.log(`  worse than the baseline: ${fallen.map(({ label }) => label).join(', ')}; once more`)
  return run(name, quick)
}

async function run(name, quick) {
  const began = performance.now()
  const { bench } = await import(new URL(`${name}.bench.mjs`, FOLDER))
  const ratios = (await bench({ quick })) ?? []
  console.log(`  took ${seconds(began)} s`)
  return ratios
}

function closeWhenInterrupted() {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ])
    process.once(signal, () => void closeSittings().finally(() => process.exit(128 + number)))
}

function seconds(began) {
  return ((performance.now() - began) / 1_000).toFixed(0)
}
