// Draws docs/images/stage-time.svg from the newest results of `throughput` and `latency`: where a stage's time goes.
import { readFileSync, writeFileSync } from 'node:fs'

const read = (name) =>
  JSON.parse(readFileSync(new URL(`./results/${name}.json`, import.meta.url), 'utf8')).figures
const throughput = read('throughput')
const latency = read('latency')

const WIDTH = 760
const LEFT = 190
const BAR = 26
const COLOURS = ['#3b6fb6', '#7aa6d8', '#d9822b', '#8f6bb3', '#9aa3ad']

const cpu = (name) => throughput[name].median
const cpuRows = [
  {
    label: 'Muster',
    parts: [
      ['planner', cpu('CPU of planner')],
      ['worker', cpu('CPU of worker')],
      ['Redis', cpu('CPU of redis')],
      ['Postgres', cpu('CPU of postgres')],
    ],
  },
  { label: 'bare BullMQ', parts: [['in all', cpu('CPU in all, bare')]] },
  { label: 'Restate', parts: [['in all', cpu('CPU in all, restate')]] },
  { label: 'DBOS', parts: [['in all', cpu('CPU in all, dbos')]] },
]
const p50 = (label) => latency[label].p50
const stepRows = [
  {
    label: 'phase to phase',
    parts: [
      ['outcome to planner', p50('Muster, phase to phase: outcome to commit')],
      ['commit', p50('Muster, phase to phase: commit')],
      ['job to worker, lock', p50('Muster, phase to phase: commit to next phase')],
    ],
  },
]

function rows(list, top, most, unit) {
  const scale = (WIDTH - LEFT - 70) / most
  return list.map(({ label, parts }, row) => {
    const y = top + row * (BAR + 12)
    let x = LEFT
    const bars = parts.map(([name, value], index) => {
      const width = value * scale
      const colour = parts.length === 1 ? COLOURS[4] : COLOURS[index]
      const bar = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${colour}"><title>${name}: ${value.toFixed(2)} ${unit}</title></rect>`
      x += width
      return bar
    })
    const sum = parts.reduce((total, [, value]) => total + value, 0)
    return `<text x="${LEFT - 10}" y="${y + 18}" class="label">${label}</text>${bars.join('')}<text x="${(x + 6).toFixed(1)}" y="${y + 18}">${sum.toFixed(2)} ${unit}</text>`
  })
}

const sumOf = ({ parts }) => parts.reduce((total, [, value]) => total + value, 0)
const most = Math.max(...cpuRows.map(sumOf))
const legendAt = 46 + cpuRows.length * (BAR + 12) + 12
const second = legendAt + 64
const height = second + BAR + 50

/** What the colours of a row of several parts stand for. */
function legend([{ parts }], y) {
  let x = LEFT
  return parts.map(([name, value], index) => {
    const text = `${name} ${value.toFixed(2)}`
    const mark = `<rect x="${x}" y="${y - 11}" width="12" height="12" fill="${COLOURS[index]}"/><text x="${x + 18}" y="${y}">${text}</text>`
    x += 34 + text.length * 7.5
    return mark
  })
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Where a stage's time goes">
<style>text{font:13px system-ui,sans-serif;fill:#30363d}.label{text-anchor:end}.title{font-weight:600}</style>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="20" y="28" class="title">Processor time of one stage of eight phases, with hundreds in flight (ms)</text>
${rows(cpuRows, 46, most, 'ms').join('\n')}
${legend(cpuRows, legendAt).join('\n')}
<text x="20" y="${second - 18}" class="title">From the end of one phase to the start of the next, with nothing else in the system (median, ms)</text>
${rows(stepRows, second, sumOf(stepRows[0]), 'ms').join('\n')}
${legend(stepRows, second + BAR + 24).join('\n')}
</svg>
`
writeFileSync(new URL('../docs/images/stage-time.svg', import.meta.url), svg)
