export { MOST_SEARCH, parseSearch } from './parse-search.ts'
export { readTerms, type SearchProblem, type SearchTerm, withFilter, writeTerm } from './read-terms.ts'
export * from './search-query.ts'
