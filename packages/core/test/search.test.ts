import {
  kindsOf,
  parseSearch,
  readTerms,
  SEARCH_FILTER_NAMES,
  SEARCH_FILTERS,
  SEARCH_KINDS,
  withFilter,
  writeTerm,
} from '@muster/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const NOW = Date.UTC(2026, 10, 24, 12)
const parse = (text: string) => parseSearch(text, NOW)
const aText = fc.string({ unit: 'binary', maxLength: 80 })
const aValue = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '')
const aTerm = fc.record({ filter: fc.constantFrom(null, ...SEARCH_FILTER_NAMES), value: aValue })

test('words and filters are read as they are written, and values in quotes as they are meant', () => {
  expect(
    parse('lint status:failed tier:T2 pipeline:"two words" stage:build by:ana since:2d entry:gate.voted')
      .query,
  ).toEqual({
    words: ['lint'],
    status: 'failed',
    tier: 2,
    pipeline: 'two words',
    stage: 'build',
    by: 'ana',
    since: NOW - 2 * 86_400_000,
    entry: 'gate.voted',
  })
  expect(parse(String.raw`"say \"no\"" sha256:0f KIND:Gate`)).toMatchObject({
    query: { words: ['say "no"', 'sha256:0f'], kind: 'gate' },
    problems: [],
  })
  expect(parse('since:2026-11-20').query.since).toBe(Date.UTC(2026, 10, 20))
  expect(parse('since:2026-11-20T10:30').query.since).toBe(Date.UTC(2026, 10, 20, 10, 30))
})

test.each([
  ['ok statsu:failed', 3, 'there is no filter `statsu:`'],
  ['status:done', 0, '`done` is no status'],
  ['a status:', 2, '`status:` has no value'],
  ['a "b c', 2, 'a quote is not closed'],
  ['""', 0, 'there is nothing in the quotes'],
  ['tier:T7', 0, '`T7` is no tier'],
  ['since:yesterday', 0, '`yesterday` is no since'],
  ['by:a by:b', 5, '`by:` is there twice'],
  ['kind:run tier:T1', 9, 'nothing has all that is asked for'],
  ['x'.repeat(501), 0, 'it is too long'],
])('%o is refused at its place, with a hint', (text, at, message) => {
  const [problem] = parse(text).problems
  expect(problem).toMatchObject({ at, message })
  expect(problem?.hint).toMatch(/^.{10,}$/)
  expect(problem?.length).toBeGreaterThan(0)
})

test('whatever is typed is read or refused, and every problem is at a place in it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        aText,
        fc.array(aTerm).map((terms) => terms.map(writeTerm).join(' ')),
      ),
      (text) => {
        const { query, problems } = parse(text)
        for (const { at, length } of problems) {
          expect(at).toBeGreaterThanOrEqual(0)
          expect(at + length).toBeLessThanOrEqual(text.length)
        }
        if (problems.length === 0) expect(kindsOf(query).length).toBeGreaterThan(0)
      },
    ),
  )
})

test('a term that is written is read again as it was', () => {
  fc.assert(
    fc.property(fc.array(aTerm, { maxLength: 6 }), (terms) => {
      const read = readTerms(terms.map(writeTerm).join(' '))
      expect(read.problems).toEqual([])
      expect(read.terms.map(({ filter, value }) => ({ filter, value }))).toEqual(terms)
    }),
  )
})

test('setting a filter leaves every other term as it was, and taking it out leaves none of it', () => {
  const others = (text: string, filter: string) =>
    readTerms(text).terms.flatMap((term) => (term.filter === filter ? [] : [[term.filter, term.value]]))
  const terms = fc.array(aTerm, { maxLength: 6 }).map((all) => all.map(writeTerm).join(' '))
  fc.assert(
    fc.property(terms, fc.constantFrom(...SEARCH_FILTER_NAMES), aValue, (text, filter, value) => {
      const set = withFilter(text, filter, value)
      expect(readTerms(set).terms.filter((term) => term.filter === filter)).toMatchObject([{ value }])
      expect(others(set, filter)).toEqual(others(text, filter))
      expect(readTerms(withFilter(set, filter, '')).terms.some((term) => term.filter === filter)).toBe(false)
    }),
  )
})

test('only kinds are looked through that have all that is asked for', () => {
  for (const filter of SEARCH_FILTER_NAMES)
    for (const kind of SEARCH_KINDS) {
      const asked = { words: [], [filter]: filter === 'kind' ? kind : filter === 'status' ? 'failed' : 'x' }
      const has = (SEARCH_FILTERS[filter] as readonly string[]).includes(kind)
      const isFound = kindsOf(asked).includes(kind)
      expect(isFound).toBe(has && !(filter === 'status' && kind === 'gate'))
    }
})
