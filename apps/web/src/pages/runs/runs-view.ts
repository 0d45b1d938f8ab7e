import { shellWord } from '../../ui/shell-word.ts'

export const FILTERS = ['status', 'pipeline', 'by', 'text', 'within', 'before'] as const
type FilterName = (typeof FILTERS)[number]
/** Which runs are shown, as the address says it. */
export type RunsView = Readonly<Partial<Record<FilterName, string>>>

export const SPANS = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
} as const

const MINUTE_MS = 60_000

export function readRunsView(search: URLSearchParams): RunsView {
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search.get(name) ?? ''
      return value === '' ? [] : [[name, value]]
    }),
  )
}

/** The moment at which a span up to now began, to the minute, so that the same is asked for a while; null for no span. */
export function sinceOf(within: string | undefined, now = Date.now()): string | null {
  const span = Object.entries(SPANS).find(([name]) => name === within)?.[1]
  return span === undefined ? null : String(Math.floor((now - span) / MINUTE_MS) * MINUTE_MS)
}

/** The same on the command line, but for the span. */
export function runsCommand({ status, pipeline, by, text }: RunsView): string {
  const options = Object.entries({ status, pipeline, by, text }).flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${shellWord(value)}`],
  )
  return `npx muster runs${options.join('')}`
}
