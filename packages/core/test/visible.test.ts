import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { visible } from '../src/index.ts'

it('what is written to hide, overwrite or reorder what is read is shown as what it is', () => {
  expect(visible('safe\u001b[2Kgone\r\u0000')).toBe('safe⟨U+001B⟩[2Kgone⟨U+000D⟩⟨U+0000⟩')
  expect(visible('exe.\u202Etxt\u2066\u200B\uFEFF\u007F\u0085')).toBe(
    'exe.⟨U+202E⟩txt⟨U+2066⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+007F⟩⟨U+0085⟩',
  )
  expect(visible('tag\u{E0041}\u2028next\uE000')).toBe('tag⟨U+E0041⟩⟨U+2028⟩next⟨U+E000⟩')
})

it('lines, tabs and letters of every language stay as they are', () => {
  const text = 'one\ttwo\nдва 三 ñ 🙂 é'
  expect(visible(text)).toBe(text)
  expect(visible('dos\r\nlines')).toBe('dos\nlines')
})

it('a long text is cut between letters, and it is told how much of it is missing', () => {
  expect(visible('🙂🙂🙂', 2)).toBe('🙂🙂\n… 2 more characters are not shown')
  expect(visible('abc', 3)).toBe('abc')
})

it('nothing unseen is left of any text whatever', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text).replace(/[\n\t]/g, '')).not.toMatch(/[\p{C}\u2028\u2029]/u)
    }),
  )
})
