import type { RunView } from '@muster/core'
import { expect, test } from 'vitest'
import { modelOfView } from '../src/model/view-model.ts'
import { renderSummary } from '../src/render/summary.ts'
import { NO_COLOURS } from '../src/terminal.ts'
import { graphOf, RUN } from './fixtures.ts'

test('the summary of a trimmed run says who started it, how it ended, and when it was trimmed', () => {
  const run = { ...RUN, status: 'failed', reason: 'too risky', finishedAt: 3_000, trimmedAt: 9_000 } as const
  const view: RunView = {
    run: { ...run, seq: 7 },
    inputs: {},
    stages: [],
    attempts: [],
    gates: [],
    withoutSandbox: [],
    policy: null,
    effects: [],
  }
  const lines = renderSummary(view, modelOfView(graphOf(), view), NO_COLOURS)
  expect(lines[0]).toBe('Run demo-1 failed in 2.0s. too risky')
  expect(lines[1]).toMatch(/^It was started by ann and trimmed at 19\d\d-\d\d-\d\d \d\d:\d\d: /)
  expect(lines[2]).toBe(`Its last entry was number 7, with the hash ${'0'.repeat(64)}.`)
  expect(lines).toHaveLength(3)
})
