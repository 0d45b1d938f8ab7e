import { save } from './results.mjs'
import { median, spread } from './statistics.mjs'

/**
 * Gathers what a benchmark found, and prints it as it comes. What has a name by `ratio` or `count` also goes into the
 * table at the end and into the baseline.
 */
export function createReport(name, { question, settings }) {
  const figures = {}
  const ratios = []
  console.log(`\n${name}: ${question}`)
  console.log(
    `  ${Object.entries(settings)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}`,
  )

  const line = (label, text) => console.log(`  ${label.padEnd(42)} ${text}`)
  const compared = (label, value, shown, { atLeast, atMost, better }) => {
    const bound = boundOf(atLeast, atMost)
    const met = bound === null ? null : bound.holds(value)
    ratios.push({ benchmark: name, label, value, better, bound: bound?.text ?? null, met })
    line(label, bound === null ? shown : `${shown}   ${bound.text} ${met ? 'met' : 'NOT MET'}`)
  }
  return {
    /** A measured quantity, one value a round. */
    figure(label, values, { unit, digits = 0 }) {
      figures[label] = { unit, median: median(values), values }
      line(label, `${spread(values, digits)} ${unit}`)
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
      await save(name, { question, settings, figures, ratios })
      return ratios
    },
  }
}

function boundOf(atLeast, atMost) {
  if (atLeast !== undefined) return { text: `≥ ${atLeast}`, holds: (value) => value >= atLeast }
  if (atMost !== undefined) return { text: `≤ ${atMost}`, holds: (value) => value <= atMost }
  return null
}
