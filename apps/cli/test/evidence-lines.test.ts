import { anEvidence } from '@muster/testing'
import { expect, test } from 'vitest'
import { renderEvidence } from '../src/render/evidence-lines.ts'
import { COLOURS, NO_COLOURS } from '../src/terminal.ts'

const NOW = 1_800_000_000_000
const lines = (text: string, change: Parameters<typeof anEvidence>[1] = {}) =>
  renderEvidence(anEvidence(text, change), { now: NOW, theme: NO_COLOURS })

test('all that a decision stands on comes before the question, and what it binds to is last', () => {
  const shown = lines('word')
  const places = [
    'Plan, against round 1',
    'What it stands on',
    'What follows',
    'Answers',
    'The question',
  ].map((title) => shown.indexOf(title))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(shown.at(-1)).toBe(`  sha256:${'4'.repeat(64)}`)
})

test('a difference of plans is told by signs, and each answer by what follows', () => {
  const shown = lines('word')
  expect(shown).toContain('  - word word {"more":"word"}')
  expect(shown).toContain('  + word word {"more":"word"}')
  expect(shown).toContain('  approve    `apply` starts')
  expect(shown).toContain('  send back  `apply` plans anew')
  expect(lines('word', { sendBack: { left: 0, to: ['apply'] } }).join('\n')).not.toContain('send back')
})

test('what agents and people wrote moves nothing on a terminal, and one value fills no screen', () => {
  const hostile = 'a\u001b[2J\u202Eb\r\u0007'
  const shown = renderEvidence(anEvidence(hostile), { now: NOW, theme: NO_COLOURS }).join('\n')
  for (const unseen of ['\u001b', '\u202E', '\r', '\u0007']) expect(shown).not.toContain(unseen)
  expect(shown).toContain('a⟨U+001B⟩[2J⟨U+202E⟩b')
  const long = lines('x'.repeat(1_000_000))
  for (const line of long) expect(line.length).toBeLessThan(5_000)
})

test('a terminal gets colours beside the signs', () => {
  const shown = renderEvidence(anEvidence('word'), { now: NOW, theme: COLOURS }).join('\n')
  expect(shown).toContain('\u001b[32m+ word')
})
