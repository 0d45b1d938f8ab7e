import type { EffectRow } from '@muster/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'
import { NOW } from './support/rows.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
  const run = harness.ledger.kept.get('r1')
  if (run !== undefined) run.effects = [effect(1, 'done'), effect(2, 'unknown')]
})
afterEach(() => harness.dashboard.stop())

function effect(number: number, status: EffectRow['status']): EffectRow {
  return {
    tenant: 'default',
    run: 'r1',
    stage: 'plan',
    number,
    key: 'k',
    verb: 'file.write',
    target: '/x',
    digest: 'sha256:0',
    bytes: 1,
    phase: 'EXECUTE',
    attempt: 1,
    fence: 4,
    worker: 'w1',
    askedAt: NOW,
    status,
    code: null,
    reason: null,
    result: {},
    endedAt: NOW,
    settledBy: null,
  }
}

const body = async (path: string) => (await harness.fetch(path)).json() as Promise<{ effects: EffectRow[] }>

test('a run and a stage show what their agents asked for', async () => {
  expect((await body('/api/runs/r1')).effects.map(({ number }) => number)).toEqual([1, 2])
  expect((await body('/api/runs/r1/stages/plan')).effects).toHaveLength(2)
  expect((await body('/api/runs/r1/stages/apply')).effects).toEqual([])
})

test('who settles an effect is named, and why; the answer is the effect', async () => {
  const answer = await harness.post(
    '/api/runs/r1/effects/plan/2/settle',
    { happened: true, reason: 'I looked' },
    { 'x-muster-user': 'bob' },
  )
  expect(answer.status).toBe(200)
  expect([...harness.answered]).toContain('post /api/runs/{run}/effects/{stage}/{effect}/settle')
  expect(await answer.json()).toMatchObject({ stage: 'plan', number: 2 })
  expect(harness.asked).toMatchObject([
    {
      use: 'settle',
      of: { run: 'r1', stage: 'plan', effect: 2, happened: true, reason: 'I looked', by: { name: 'bob' } },
    },
  ])
})

test.each([
  ['an effect that is known', 'plan/1', { happened: true }, 409, 'MUSTER_EFFECT_KNOWN'],
  ['an effect that is not there', 'plan/3', { happened: true }, 404, 'MUSTER_EFFECT_NOT_FOUND'],
  ['what is no number', 'plan/x', { happened: true }, 404, 'MUSTER_EFFECT_NOT_FOUND'],
  ['no word on whether it happened', 'plan/2', {}, 400, 'MUSTER_BODY'],
  ['a word that is neither', 'plan/2', { happened: 'yes' }, 400, 'MUSTER_BODY'],
] as const)('%s is refused', async (_, of, given, status, code) => {
  const answer = await harness.post(`/api/runs/r1/effects/${of}/settle`, given)
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ error: { code } })
})
