import canonicalizeModule from 'canonicalize'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, digestOf, sha256 } from '../src/index.ts'

// The package is CommonJS with a default export; under nodenext the callable sits one level down.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string

test('canonical bytes are those of an independent writer of RFC 8785, whatever the value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }), (value) => {
      expect(canonical(value)).toBe(canonicalize(value))
    }),
    { numRuns: 2_000 },
  )
})

test('keys are ordered by their UTF-16 units, and order of writing does not count', () => {
  // The example of RFC 8785, section 3.2.3.
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const value = Object.fromEntries(keys.map((key) => [key, key]))
  expect(Object.keys(JSON.parse(canonical({ inner: value })).inner as object)).toEqual([
    '1',
    '\r',
    '\u0080',
    '\u00f6',
    '\u20ac',
    '\ud83d\ude00',
    '\ufb33',
  ])
  expect(canonical({ b: 1, a: { d: [], c: null } })).toBe('{"a":{"c":null,"d":[]},"b":1}')
})

test('what is undefined is left out of an object and is null in a list', () => {
  expect(canonical({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}')
})

test('what JSON cannot say has no digest', () => {
  for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('s'), { a: 1n }])
    expect(() => canonical(value)).toThrow('a digest needs a JSON value')
})

test('a digest names its algorithm', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(digestOf('')).toBe(`sha256:${sha256('""')}`)
})
