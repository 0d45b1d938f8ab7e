import { DEFAULT_TENANT } from '@muster/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { BOB } from '../support/muster.ts'

const GATED = `
name: gated
stages:
  - { name: ask, type: gate }
  - { name: work, requires: [ask] }
`

describe('while the store is away', () => {
  let engines: Engines
  const vote = {
    tenant: DEFAULT_TENANT,
    stage: 'ask',
    voter: BOB,
    decision: 'approve',
    comment: null,
  } as const

  beforeEach(async () => {
    engines = await openEngines()
    engines.away = true
  })
  afterEach(() => engines.close())

  test('submissions and votes are accepted, and what follows from them is sent when it is back', async () => {
    const engine = await engines.open()
    const { run } = await engine.submit(submissionOf(GATED))
    expect(await engine.decide({ ...vote, run: run.id })).toBe('approved')
    await engine.flush()
    expect(engines.published).toEqual([])

    engines.away = false
    engines.now += 10_000
    await engine.recover(false)
    const { redispatched } = await engine.recover(false)
    expect(redispatched).toBe(1)
    await engine.flush()
    expect(engines.attempts().map(({ stage, phase, fence }) => [stage, phase, fence])).toEqual([
      ['work', 'BOOTSTRAP', 2],
    ])
  })

  test('a planner that starts anew on the same ledger sends it as well', async () => {
    const { run } = await (await engines.open()).submit(submissionOf(GATED))
    await (await engines.open()).decide({ ...vote, run: run.id })
    engines.away = false
    engines.now += 10_000
    const successor = await engines.open()
    await successor.recover(true)
    await successor.recover(true)
    await successor.flush()
    expect(engines.attempts()).toHaveLength(1)
    expect(await engines.ledger.staleOutbox(engines.now + 60_000, 10)).toEqual([])
  })

  test('a job that is known to the store is left alone', async () => {
    engines.away = false
    const engine = await engines.open()
    const { run } = await engine.submit(submissionOf(GATED))
    await engine.decide({ ...vote, run: run.id })
    await engine.flush()
    engines.now += 10_000
    await engine.recover(false)
    expect(await engine.recover(false)).toEqual({ published: 0, redispatched: 0 })
    expect(engines.attempts()).toHaveLength(1)
  })
})
