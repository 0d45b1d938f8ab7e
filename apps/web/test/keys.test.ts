import { expect, test } from 'vitest'
import { type Begun, type Keystroke, press, SEARCH_KEY } from '../src/ui/shortcuts/keys.ts'

const stroke = (key: string, more: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  defaultPrevented: false,
  ...more,
})
const KNOWN = ['j', 'g i', 'g r', 'i']
const begun: Begun = { key: 'g', at: 1000 }

test('one key is a shortcut by itself, two are one after the other', () => {
  expect(press(stroke('j'), null, KNOWN, 1000)).toEqual({ whole: 'j', begun: null })
  expect(press(stroke('g'), null, KNOWN, 1000)).toEqual({ whole: null, begun })
  expect(press(stroke('i'), begun, KNOWN, 1400).whole).toBe('g i')
})

test('a second key that belongs to nothing, or comes too late, stands for itself', () => {
  expect(press(stroke('j'), begun, KNOWN, 1400).whole).toBe('j')
  expect(press(stroke('x'), begun, KNOWN, 1400)).toEqual({ whole: null, begun: null })
  expect(press(stroke('i'), begun, KNOWN, 9000).whole).toBe('i')
})

test.each([
  { ctrlKey: true },
  { metaKey: true },
  { altKey: true },
  { isComposing: true },
  { defaultPrevented: true },
])('a key is left alone with %o', (more) => {
  expect(press(stroke('j', more), null, KNOWN, 1000)).toEqual({ whole: null, begun: null })
})

test.each(['Enter', 'Tab', 'Escape', 'ArrowDown', ' '])('%o is never a shortcut', (key) => {
  expect(press(stroke(key), null, KNOWN, 1000).whole).toBeNull()
})

test('Ctrl+K, or the command key with K, is the one shortcut with such a key, where there is one', () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    expect(press(stroke('k', held), begun, [...KNOWN, SEARCH_KEY], 1000).whole).toBe(SEARCH_KEY)
    expect(press(stroke('k', held), begun, KNOWN, 1000).whole).toBeNull()
  }
  expect(press(stroke('k', { ctrlKey: true, altKey: true }), null, [SEARCH_KEY], 1000).whole).toBeNull()
})
