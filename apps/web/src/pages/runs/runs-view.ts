import { writeTerm } from '@muster/core'
import { shellWord } from '../../ui/shell-word.ts'

export const FILTERS = ['status', 'pipeline', 'by', 'text', 'since', 'before'] as const
type FilterName = (typeof FILTERS)[number]
/** Which runs are shown, as the address says it. */
export type RunsView = Readonly<Partial<Record<FilterName, string>>>

/** Spans up to now. */
export const SPANS = ['1h', '24h', '7d', '30d'] as const

export function readRunsView(search: URLSearchParams): RunsView {
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search.get(name) ?? ''
      return value === '' ? [] : [[name, value]]
    }),
  )
}

/** The same as a search, over everything there is. */
export function searchOf(view: RunsView): string {
  const terms = FILTERS.flatMap((name) => {
    const value = view[name]
    if (value === undefined || name === 'before') return []
    return writeTerm({ filter: name === 'text' ? null : name, value })
  })
  return terms.join(' ')
}

/** The same on the command line. */
export function runsCommand({ status, pipeline, by, text, since }: RunsView): string {
  const options = Object.entries({ status, pipeline, by, text, since }).flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${shellWord(value)}`],
  )
  return `npx muster runs${options.join('')}`
}
