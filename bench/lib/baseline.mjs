import { readFileSync, writeFileSync } from 'node:fs'

const FILE = new URL('../baseline.json', import.meta.url)
/** How much worse than the baseline a ratio may be: what this method can tell apart. */
const SLACK = 0.15

const keyOf = ({ benchmark, label }) => `${benchmark}: ${label}`
const benchmarkOf = (key) => key.slice(0, key.indexOf(':'))

/** The ratios that were committed, measured in the same mode: a quick run is compared with a quick one. */
export function openBaseline(mode) {
  const all = readBaseline()
  const known = all[mode] ?? {}
  const fallen = (ratio) => {
    const before = known[keyOf(ratio)]
    if (before === undefined) return false
    return ratio.better === 'higher'
      ? ratio.value < before.value * (1 - SLACK)
      : ratio.value > before.value * (1 + SLACK)
  }
  return {
    valueOf: (ratio) => known[keyOf(ratio)]?.value ?? null,
    fallen,
    /** What the baseline has of these benchmarks that was not measured: a ratio that nobody watches any more. */
    unmeasured(ratios) {
      const measured = new Set(ratios.map(keyOf))
      const ran = new Set(ratios.map(({ benchmark }) => benchmark))
      return Object.keys(known).filter((key) => ran.has(benchmarkOf(key)) && !measured.has(key))
    },
    /** Commits these ratios to the file; those of benchmarks that did not run stay. */
    write(ratios) {
      const measured = Object.fromEntries(
        ratios.map((ratio) => [
          keyOf(ratio),
          { value: Number(ratio.value.toPrecision(3)), better: ratio.better },
        ]),
      )
      const ran = new Set(ratios.map(({ benchmark }) => benchmark))
      const kept = Object.entries(known).filter(([key]) => !ran.has(benchmarkOf(key)))
      const entries = [...kept, ...Object.entries(measured)].sort(([one], [other]) =>
        one.localeCompare(other),
      )
      const next = { ...all, [mode]: Object.fromEntries(entries) }
      writeFileSync(FILE, `${JSON.stringify(next, null, 2)}\n`)
    },
  }
}

function readBaseline() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}
