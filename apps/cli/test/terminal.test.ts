import { expect, test } from 'vitest'
import { COLOURS, clip, printable } from '../src/terminal.ts'

test('a line that fits is left alone, colours and all', () => {
  const line = `a ${COLOURS.good('ok')} b`
  expect(clip(line, 6)).toBe(line)
})

test('a cut line has as many columns as there are, and colours do not leak out of it', () => {
  expect(clip('abcdef', 4)).toBe('abc…')
  expect(clip(COLOURS.bad('abcdef'), 4)).toBe('\u001b[31mabc…\u001b[0m')
  expect(clip('ab😀😀', 4)).toBe('ab😀😀')
})

test('text of agents cannot move the cursor, set the title or clear the screen', () => {
  expect(printable('a\u001b[2J\u001b[1;1Hb\u001b]0;title\u0007c\r\u0008d\te')).toBe('ab]0;titlecd\te')
})
