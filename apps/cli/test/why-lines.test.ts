import { stripVTControlCharacters } from 'node:util'
import type { Wait, WhyView } from '@muster/core'
import { expect, test } from 'vitest'
import { renderWhy } from '../src/render/why-lines.ts'
import { COLOURS, NO_COLOURS } from '../src/terminal.ts'

const NOW = 1_800_000_000_000
const GATE: Wait = {
  kind: 'gate',
  stage: 'approve',
  since: NOW - 60_000,
  why: 'it has 0 of 2 approvals',
  who: ['ana', 'role:ops'],
  by: NOW + 3_600_000,
  next: 'it is rejected',
  how: ['npx muster approve r.approve', 'npx muster reject r.approve'],
  on: [],
}
const NEEDS: Wait = {
  ...GATE,
  kind: 'needs',
  stage: 'deploy',
  since: null,
  how: [],
  who: [],
  by: null,
  on: ['approve'],
}
const view = (waits: readonly Wait[], status: WhyView['status'] = 'running'): WhyView => ({
  run: 'r',
  status,
  at: NOW,
  waits,
})
const plain = { theme: NO_COLOURS, columns: 200 }

test('each wait says who can end it, by when, what happens then, and how', () => {
  const lines = renderWhy(view([GATE, NEEDS]), plain)
  expect(lines[0]).toBe('? approve  it has 0 of 2 approvals')
  expect(lines[2]).toBe('  who    ana, role:ops')
  expect(lines[3]).toMatch(/^ {2}by {5}\S+ \S+ \(in 1h\)$/)
  expect(lines.slice(4, 7)).toEqual([
    '  then   it is rejected',
    '  do     npx muster approve r.approve',
    '         npx muster reject r.approve',
  ])
  expect(lines.slice(7)).toEqual(['', '· deploy  it has 0 of 2 approvals', '  then   it is rejected'])
})

test('a terminal gets colours and no line longer than it is wide', () => {
  const lines = renderWhy(view([GATE]), { theme: COLOURS, columns: 20 })
  expect(lines.join('')).toContain('\u001b[')
  for (const line of lines) expect(stripVTControlCharacters(line).length).toBeLessThanOrEqual(20)
})

test('what an agent wrote moves nothing on a terminal', () => {
  const [line] = renderWhy(view([{ ...GATE, why: 'target \u001b[2J\nof\u0007 an effect' }]), plain)
  expect(line).toBe('? approve  target of an effect')
})

test('a run of which nothing waits says so', () => {
  expect(renderWhy(view([], 'succeeded'), plain)).toEqual(['Run r succeeded: nothing waits.'])
  expect(renderWhy(view([]), plain)).toEqual(['Nothing waits.'])
})
