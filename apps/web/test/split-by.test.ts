import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitBy } from '../src/pages/search/split-by.ts'

test('what was looked for is cut out of a text in any case of letters, and is no pattern', () => {
  const cut = (text: string, ...words: readonly string[]) =>
    splitBy(text, words).map((piece) => (piece.isMatch ? [piece.text] : piece.text))
  expect(cut('Out of Memory', 'memory', 'of')).toEqual(['Out ', ['of'], ' ', ['Memory']])
  expect(cut('a.c abc', 'a.c')).toEqual([['a.c'], ' abc'])
  expect(cut('ÜBUNG', 'übung')).toEqual([['ÜBUNG']])
  expect(cut('nothing', 'x')).toEqual(['nothing'])
})

test('the pieces of a text are the text, each at its place', () => {
  const word = fc.string({ unit: 'binary', maxLength: 3 })
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(word, { maxLength: 4 }), (text, words) => {
      const pieces = splitBy(text, words)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      for (const { at, text: piece } of pieces) expect(text.startsWith(piece, at)).toBe(true)
    }),
  )
})
