import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openBaseline } from './baseline.mjs'
import { closeSittings } from './sitting.mjs'
import { table } from './table.mjs'

const FOLDER = new URL('../', import.meta.url)
const WORSE = 1
const BROKEN = 2
/** What a quick run may take in all. */
const QUICK_MS = 290_000
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
  const measured = new Map()
  let exitCode = 0
  async function measure(name) {
    try {
      measured.set(name, await run(name, quick))
    } catch (error) {
      console.error(`error: the benchmark \`${name}\` could not be run`, error)
      exitCode = BROKEN
    }
  }
  for (const name of names) await measure(name)
  // A ratio that fell is measured once more: other people's load on the machine falls upon one sitting, seldom on two.
  for (const [name, { ratios, ms }] of rewrite ? [] : [...measured]) {
    const fallen = ratios.filter(baseline.fallen)
    if (fallen.length === 0) continue
    const late = quick && performance.now() - began + ms > QUICK_MS
    const then = late ? 'no time is left to measure them again' : 'once more'
    console.log(`${name} is worse than the baseline: ${fallen.map(({ label }) => label).join(', ')}; ${then}`)
    if (!late) await measure(name)
  }
  const ratios = [...measured.values()].flatMap((each) => each.ratios)
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

async function run(name, quick) {
  const began = performance.now()
  const { bench } = await import(new URL(`${name}.bench.mjs`, FOLDER))
  const ratios = (await bench({ quick })) ?? []
  console.log(`  took ${seconds(began)} s`)
  return { ratios, ms: performance.now() - began }
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
