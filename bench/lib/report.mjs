import { createForeignLoad } from './foreign-load.mjs'
import { save } from './results.mjs'
import { median, quantile, spread } from './statistics.mjs'

/**
 * Gathers what a benchmark found, and prints it as it comes. What has a name by `ratio` or `count` also goes into the
 * table at the end and into the baseline.
 */
export function createReport(name, { question, settings }) {
  const figures = {}
  const ratios = []
  const load = createForeignLoad()
  console.log(`\n${name}: ${question}`)
  console.log(
    `  ${Object.entries(settings)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}`,
  )

  const line = (label, text) => console.log(`  ${label.padEnd(42)} ${text}`)
  const compared = (label, value, shown, { atLeast, atMost, better }) => {
    const bound = boundOf(atLeast, atMost)
    const met = bound?.holds(value) ?? null
    ratios.push({ benchmark: name, label, value, better, bound: bound?.text ?? null, met })
    line(label, `${shown}${verdict(bound, value)}`)
  }
  return {
    /** A measured quantity, one value a round; a bound of an absolute figure is for the eye only. */
    figure(label, values, { unit, digits = 0, atLeast, atMost }) {
      figures[label] = { unit, median: median(values), values }
      const bound = boundOf(atLeast, atMost)
      line(label, `${spread(values, digits)} ${unit}${verdict(bound, median(values))}`)
    },
    /** How long something took, many samples of all rounds, in milliseconds. */
    latency(label, samples) {
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(samples, share).toFixed(2))
      figures[label] = {
        unit: 'ms',
        p50: Number(p50),
        p95: Number(p95),
        p99: Number(p99),
        samples: samples.length,
      }
      line(label, `p50 ${p50}   p95 ${p95}   p99 ${p99} ms`)
    },
    /** One quantity beside another, one value a round. `better` is `higher` or `lower`. */
    ratio(label, values, { better = 'higher', ...bounds } = {}) {
      figures[label] = { unit: 'ratio', median: median(values), values }
      compared(label, median(values), spread(values, 2), { better, ...bounds })
    },
    /** Something counted, of which fewer is better: it does not vary with the machine. */
    count(label, value, bounds = {}) {
      figures[label] = { unit: 'count', median: value, values: [value] }
      compared(label, value, value.toFixed(1), { better: 'lower', ...bounds })
    },
    /** Where something comes from: values by name. */
    detail(label, values) {
      figures[label] = values
      const words = Object.entries(values).filter(([, value]) => value >= 0.1)
      line(label, words.map(([name, value]) => `${name} ${value}`).join(', '))
    },
    /** Saves everything in bench/results; answers what the runner makes its table of. */
    async end() {
      const foreign = await (await load).share()
      line('processes of others took', `${(foreign * 100).toFixed(0)} % of the machine`)
      save(name, { question, settings, foreign, figures, ratios })
      return ratios.map((ratio) => ({ ...ratio, foreign }))
    },
  }
}

function boundOf(atLeast, atMost) {
  if (atLeast !== undefined) return { text: `≥ ${atLeast}`, holds: (value) => value >= atLeast }
  if (atMost !== undefined) return { text: `≤ ${atMost}`, holds: (value) => value <= atMost }
  return null
}

function verdict(bound, value) {
  if (bound === null) return ''
  return `   ${bound.text} ${bound.holds(value) ? 'met' : 'NOT MET'}`
}
