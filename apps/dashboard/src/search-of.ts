import {
  MusterError,
  parseSearch,
  type SearchFilter,
  type SearchKind,
  type SearchQuery,
  writeTerm,
} from '@muster/core'

/** The parts of a search that a query may give: the words of all of it, a text, or a filter by its name. */
type Part = 'q' | 'text' | SearchFilter

/** What a query looks for, each of its parts being a part of one search. Throws MUSTER_SEARCH. */
export function searchOf(
  parts: readonly Part[],
  query: Readonly<Partial<Record<Part, string>>>,
  now: number,
  kind?: SearchKind,
): SearchQuery {
  const given = parts.flatMap((part) => {
    const value = query[part] ?? ''
    if (value === '' || part === 'q') return value
    return writeTerm({ filter: part === 'text' ? null : part, value })
  })
  const all = [...given, ...(kind === undefined ? [] : [`kind:${kind}`])]
  const { query: asked, problems } = parseSearch(all.filter((one) => one !== '').join(' '), now)
  const [problem] = problems
  if (problem === undefined) return asked
  throw new MusterError('MUSTER_SEARCH', {
    at: problem.at + 1,
    problem: problem.message,
    right: problem.hint,
  })
}
