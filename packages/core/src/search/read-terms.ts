import { SEARCH_FILTER_NAMES, type SearchFilter } from './search-query.ts'

/** A piece of a search as it was typed: where it begins, from 0, and how long it is. */
interface Place {
  readonly at: number
  readonly length: number
}

/** One part of a search: a filter with its value, or a text, whose filter is null. */
export interface SearchTerm extends Place {
  readonly filter: SearchFilter | null
  readonly value: string
}

/** What is wrong in a search, and what would be right there. */
export interface SearchProblem extends Place {
  readonly message: string
  readonly hint: string
}

/** `word`, `"several words"`, `name:value`, `name:"a value"`; in quotes `\` keeps what follows it. */
const TERM = /(?:([a-zA-Z]+):)?(?:"((?:[^"\\]|\\.)*)("|$)|(\S*))/g

/** The terms of a search, in order, and what cannot be read as one. */
export function readTerms(text: string): {
  readonly terms: readonly SearchTerm[]
  readonly problems: readonly SearchProblem[]
} {
  const terms: SearchTerm[] = []
  const problems: SearchProblem[] = []
  for (const { 0: whole, 1: name, 2: quoted, 3: end, 4: bare = '', index: at } of text.matchAll(TERM)) {
    if (whole === '') continue
    const place = { at, length: whole.length }
    const filter = SEARCH_FILTER_NAMES.find((one) => one === name?.toLowerCase()) ?? null
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare
    const wrong = (message: string, hint: string) => problems.push({ message, hint, ...place })
    if (end === '' || bare.startsWith('"')) wrong('a quote is not closed', 'End it with `"`.')
    else if (name !== undefined && filter === null)
      wrong(
        `there is no filter \`${name}:\``,
        `Filters are ${SEARCH_FILTER_NAMES.map((one) => `${one}:`).join(' ')}; to look for the text, write it in quotes.`,
      )
    else if (value.trim() !== '') terms.push({ filter, value, ...place })
    else if (filter === null)
      wrong('there is nothing in the quotes', 'Put a text into them, or take them out.')
    else wrong(`\`${filter}:\` has no value`, 'Put its value behind the colon, without a space.')
  }
  return { terms, problems }
}

/** A term as `readTerms` reads it. */
export function writeTerm({ filter, value }: Pick<SearchTerm, 'filter' | 'value'>): string {
  const plain = /^[^\s"]+$/.test(value) && (filter !== null || !/^[a-zA-Z]+:/.test(value))
  const written = plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
  return filter === null ? written : `${filter}:${written}`
}

/** A search with one filter set to this, or without it when the value is empty; the rest stays as it was typed. */
export function withFilter(text: string, filter: SearchFilter, value: string): string {
  const kept = readTerms(text)
    .terms.filter((term) => term.filter === filter)
    .reduceRight(
      (rest, { at, length }) => `${rest.slice(0, at).trimEnd()} ${rest.slice(at + length).trimStart()}`,
      text,
    )
  return `${kept.trim()} ${value === '' ? '' : writeTerm({ filter, value })}`.trim()
}
