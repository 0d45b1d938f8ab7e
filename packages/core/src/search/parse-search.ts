import { parseDuration } from '../duration.ts'
import { TIERS } from '../tier.ts'
import { readTerms, type SearchProblem, type SearchTerm } from './read-terms.ts'
import {
  kindsOf,
  SEARCH_FILTERS,
  SEARCH_KINDS,
  SEARCH_STATUSES,
  type SearchFilter,
  type SearchQuery,
} from './search-query.ts'

/** In characters, and in words. */
export const MOST_SEARCH = { length: 500, words: 10 } as const

const MOMENT = /^\d{12,15}$/
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z?)?$/

/** A filter's value as a part of a query, or what would be right in its place. */
type Reading = Partial<SearchQuery> | string

function oneOf<T extends string>(
  values: readonly T[],
  given: string,
  use: (value: T) => Partial<SearchQuery>,
): Reading {
  const found = values.find((one) => one === given.toLowerCase())
  return found === undefined ? `It is one of ${values.join(', ')}.` : use(found)
}

function readTier(given: string): Reading {
  const tier = TIERS.find((one) => `t${one}` === given.toLowerCase() || String(one) === given)
  return tier === undefined ? `It is one of ${TIERS.map((one) => `T${one}`).join(', ')}.` : { tier }
}

function readSince(given: string, now: number): Reading {
  const span = parseDuration(given)
  const date = DATE.test(given) ? Date.parse(given.replace(/(:\d\d)$/, '$1Z')) : Number.NaN
  const moment = MOMENT.test(given) ? Number(given) : date
  if (span === null && Number.isNaN(moment))
    return 'It is a span, as `2d` or `1h30m`, or a day, as `2026-11-24`; times are UTC.'
  return { since: Math.max(0, span === null ? moment : now - span) }
}

function readValue(filter: SearchFilter, value: string, now: number): Reading {
  switch (filter) {
    case 'kind':
      return oneOf(SEARCH_KINDS, value, (kind) => ({ kind }))
    case 'status':
      return oneOf(SEARCH_STATUSES, value, (status) => ({ status }))
    case 'tier':
      return readTier(value)
    case 'since':
      return readSince(value, now)
    case 'entry':
      return /^[a-z]+\.[a-z_]+$/.test(value) ? { entry: value } : 'It is what happened, as `gate.voted`.'
    case 'pipeline':
    case 'stage':
    case 'by':
      return { [filter]: value }
  }
}

/** What a search asks for, or everything that is wrong with it, in order. A span counts back from `now`. */
export function parseSearch(
  text: string,
  now: number,
): { readonly query: SearchQuery; readonly problems: readonly SearchProblem[] } {
  // No store keeps a NUL.
  const { terms, problems: unread } = readTerms(text.replaceAll('\0', '\uFFFD'))
  const problems = [...unread]
  const wrong = (message: string, hint: string, { at, length }: Omit<SearchProblem, 'message' | 'hint'>) =>
    problems.push({ message, hint, at, length })
  let query: SearchQuery = { words: [] }
  let asks: SearchTerm | null = null
  for (const term of terms) {
    const { filter, value } = term
    if (filter === null) {
      query = { ...query, words: [...query.words, value] }
      continue
    }
    const reading = readValue(filter, value, now)
    if (query[filter] !== undefined) wrong(`\`${filter}:\` is there twice`, 'Take one of them out.', term)
    else if (typeof reading === 'string') wrong(`\`${value}\` is no ${filter}`, reading, term)
    else {
      query = { ...query, ...reading }
      asks = term
    }
  }
  if (text.length > MOST_SEARCH.length || query.words.length > MOST_SEARCH.words)
    wrong(
      'it is too long',
      `A search has at most ${MOST_SEARCH.length} characters and ${MOST_SEARCH.words} words.`,
      {
        at: 0,
        length: text.length,
      },
    )
  if (asks?.filter && kindsOf(query).length === 0)
    wrong(
      `nothing has all that is asked for`,
      `\`${asks.filter}:\` is known of: ${SEARCH_FILTERS[asks.filter].join(', ')}; not every status is.`,
      asks,
    )
  return { query, problems: problems.toSorted((one, other) => one.at - other.at) }
}
