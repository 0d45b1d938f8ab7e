import type { AttemptJob } from '@muster/core'
import { expect, test } from 'vitest'
import { isDoubtful } from '../src/ask-standing.ts'
import { createReported } from '../src/reported.ts'

const NOW = 1_000_000
const sent = (phase: AttemptJob['phase'], agoMs: number) => ({ phase, seal: { at: NOW - agoMs, mac: '' } })
const doubt = (job: ReturnType<typeof sent>, follows: boolean, first: boolean, warm = true) =>
  isDoubtful({ warm, clock: () => NOW }, job, follows, first)

test('what follows on the worker’s own report is new, and so is a young first job of an agent that nobody knows', () => {
  expect(doubt(sent('EXECUTE', 100_000), true, false)).toBe(false)
  expect(doubt(sent('BOOTSTRAP', 1_000), false, true)).toBe(false)
})

test('a first job that is older than the store’s memory may be a copy, and so may all that comes from elsewhere', () => {
  expect(doubt(sent('BOOTSTRAP', 46_000), false, true)).toBe(true)
  expect(doubt(sent('BOOTSTRAP', -46_000), false, true)).toBe(true)
  expect(doubt(sent('BOOTSTRAP', 1_000), false, false)).toBe(true)
  expect(doubt(sent('PLAN', 1_000), false, true)).toBe(true)
})

test('a report lets one job follow, of its own agent, and only the newest counts', () => {
  const reported = createReported()
  reported.add('r.a', 1)
  reported.add('r.a', 2)
  expect(reported.take('r.b', 2)).toBe(false)
  expect(reported.take('r.a', 1)).toBe(false)
  expect(reported.take('r.a', 2)).toBe(true)
  expect(reported.take('r.a', 2)).toBe(false)
})
