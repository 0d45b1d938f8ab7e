import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../src/clean-text.ts'
import { createLineBounder } from '../src/line-bounder.ts'

const MAX = 16

function linesOf(chunks: readonly Uint8Array[]): string[] {
  const bounder = createLineBounder(MAX)
  return [...chunks.flatMap((chunk) => bounder.push(chunk)), ...bounder.end()]
}

const bytes = fc.uint8Array({ maxLength: 80 })
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => new TextEncoder().encode(value))

test('the lines do not depend on how the bytes were cut into chunks', () => {
  fc.assert(
    fc.property(fc.oneof(bytes, text), fc.array(fc.nat(80)), (whole, cuts) => {
      const at = [...new Set(cuts.filter((cut) => cut <= whole.length))].sort((a, b) => a - b)
      const chunks = [0, ...at].map((from, index) => whole.subarray(from, at[index] ?? whole.length))
      expect(linesOf(chunks)).toEqual(linesOf([whole]))
    }),
    { numRuns: 500 },
  )
})

test('no line is longer than its bound, and none can steer a terminal', () => {
  fc.assert(
    fc.property(bytes, (whole) => {
      for (const line of linesOf([whole])) {
        expect(line.replace(/ \[cut: \d+ more bytes\]$/, '').length).toBeLessThanOrEqual(MAX)
        expect(line.replaceAll('\t', '')).not.toMatch(/\p{Cc}/u)
        expect(line).not.toMatch(/\p{Surrogate}/u)
      }
    }),
    { numRuns: 500 },
  )
})

test('short lines of clean text come out as they went in', () => {
  const clean = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((value) => {
    const fits = Buffer.byteLength(value) <= MAX && cleanText(value) === value
    return fits && value !== '' && !value.includes('\n')
  })
  fc.assert(
    fc.property(fc.array(clean, { maxLength: 5 }), (lines) => {
      expect(linesOf([Buffer.from(lines.map((line) => `${line}\n`).join(''))])).toEqual(lines)
    }),
  )
})

test('a cut says how much is missing and does not split a character', () => {
  expect(linesOf([Buffer.from(`${'a'.repeat(15)}é!\n`)])).toEqual([`${'a'.repeat(15)} [cut: 2 more bytes]`])
})

test('colours go, other controls are shown, invalid UTF-8 is replaced', () => {
  expect(cleanText('\u001b[1;31mred\u001b[0m')).toBe('red')
  expect(cleanText('\u001b]0;title\u0007x')).toBe('x')
  expect(cleanText('a\0b\u001bc\td\u202e')).toBe('a\u2400b\u241bc\td\ufffd')
  expect(linesOf([Uint8Array.of(0x61, 0xff, 0x62, 0x0d, 0x0a)])).toEqual(['a\ufffdb'])
})
