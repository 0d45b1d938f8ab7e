import type { WhyView } from '@muster/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'
import { runRow } from './support/rows.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

const why = async (run: string): Promise<WhyView> => {
  const answer = await harness.fetch(`/api/runs/${run}/why`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as WhyView
}

it('says why a run waits from its entries and from the workers that are alive', async () => {
  harness.ledger.append('r1', {
    at: 1,
    cause: { kind: 'stage.started', stage: 'plan', brief: 'b' },
    effects: [],
  })
  const dispatched = { kind: 'attempt.dispatched', stage: 'plan', phase: 'BOOTSTRAP' } as const
  harness.ledger.append('r1', {
    at: 2,
    cause: { ...dispatched, attempt: 1, fence: 1, notBefore: 2 },
    effects: [],
  })
  const { run, status, waits } = await why('r1')
  expect([run, status]).toEqual(['r1', 'running'])
  expect(waits.map(({ kind, stage }) => `${kind} ${stage}`)).toEqual([
    'work plan',
    'needs approve',
    'needs apply',
  ])
  expect(waits[0]?.why).toBe('BOOTSTRAP is at work on w1')
})

it('of a trimmed run nothing waits, and of an unknown one nothing is said', async () => {
  const kept = harness.ledger.kept.get('r1')
  if (kept !== undefined) kept.row = runRow('r1', { status: 'failed', trimmedAt: 5 })
  expect((await why('r1')).waits).toEqual([])
  expect((await harness.fetch('/api/runs/other/why')).status).toBe(404)
})
