import type { Counter, Gauge, Registry } from 'prom-client'
import type { Family } from './family.ts'

/** What Prometheus is answered: the body, and its `content-type`. */
export interface Exposition {
  readonly type: string
  readonly text: string
}

/** What Node.js tells of this process; kept, since it watches the event loop from the first time on. */
let ofProcess: Registry | null = null

/** Figures in the text format of Prometheus, with those of the process itself. */
export async function exposition(families: readonly Family[]): Promise<Exposition> {
  const {
    collectDefaultMetrics,
    Counter: Counts,
    Gauge: Gauges,
    Registry: Figures,
  } = await import('prom-client')
  if (ofProcess === null) {
    ofProcess = new Figures()
    collectDefaultMetrics({ register: ofProcess })
  }
  const register = new Figures()
  for (const { name, help, type, samples } of families) {
    const labelNames = Object.keys(samples[0]?.labels ?? {})
    const about = { name, help, labelNames, registers: [register] }
    const metric: Counter | Gauge = type === 'counter' ? new Counts(about) : new Gauges(about)
    for (const { labels, value } of samples) metric.inc(labels, value)
  }
  const all = Figures.merge([ofProcess, register])
  return { type: all.contentType, text: await all.metrics() }
}
