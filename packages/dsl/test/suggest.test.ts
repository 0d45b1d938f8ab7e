import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { didYouMean, distance, nearest, suggestion } from '../src/suggest.ts'

/** The same distance by its definition, without bounds. */
function plain(a: string, b: string): number {
  const known = new Map<string, number>()
  const at = (i: number, j: number): number => {
    const key = `${i} ${j}`
    const found = known.get(key)
    if (found !== undefined) return found
    let cost = Math.max(i, j)
    if (i > 0 && j > 0) {
      cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(i - 2, j - 2) + 1)
    }
    known.set(key, cost)
    return cost
  }
  return at(a.length, b.length)
}

describe('the distance between two words', () => {
  test.each([
    ['plan', 'plan', 0],
    ['plan', 'plam', 1],
    ['plan', 'paln', 1],
    ['plan', 'plans', 1],
    ['plan', 'an', 2],
    ['', 'ab', 2],
  ])('%s and %s: %i', (a, b, expected) => {
    expect(distance(a, b, 3)).toBe(expected)
  })

  test('within its limit it is the plain distance, beyond it is one more than the limit', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 4 }), (a, b, limit) => {
        expect(distance(a, b, limit)).toBe(Math.min(plain(a, b), limit + 1))
      }),
      { numRuns: 2_000 },
    )
  })
})

test('the nearest word wins, and a far one is not offered', () => {
  expect(nearest('plam', ['deploy', 'plans', 'plan'])).toBe('plan')
  expect(nearest('xyz', ['deploy', 'plan'])).toBeNull()
  expect(suggestion('Plan', ['plan'])).toBe('did you mean `plan`?')
})

test('when no word is near, the known ones are listed if they are few', () => {
  expect(didYouMean('xyz', ['deploy', 'plan'])).toBe('known: `deploy`, `plan`')
  expect(didYouMean('xyz', [])).toBeNull()
  expect(
    didYouMean(
      'xyz',
      Array.from({ length: 13 }, (_, index) => `word-number-${index}`),
    ),
  ).toBeNull()
})
