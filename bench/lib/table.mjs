import { QUIET } from './foreign-load.mjs'

const HEAD = ['benchmark', 'ratio or count', 'value', 'bound', 'baseline', '']

/** Every ratio in one table, beside its bound and the committed baseline. */
export function table(ratios, baseline) {
  const rows = ratios.map((ratio) => {
    const before = baseline.valueOf(ratio)
    const bound = ratio.bound === null ? '' : `${ratio.bound} ${ratio.met ? 'met' : 'NOT MET'}`
    return [
      ratio.benchmark,
      ratio.label,
      show(ratio.value),
      bound,
      before === null ? 'none' : show(before),
      baseline.fallen(ratio) ? worse(ratio) : '',
    ]
  })
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...rows].map((row) => row[column].length)))
  const line = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd()
  return [HEAD, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n')
}

function show(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** On a machine that others use it may be their doing. */
function worse({ foreign }) {
  return foreign > QUIET ? `WORSE, while others took ${(foreign * 100).toFixed(0)} %` : 'WORSE'
}
