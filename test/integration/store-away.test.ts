import {
  type AttemptJob,
  DEFAULT_PROJECT,
  DEFAULT_TENANT,
  type Dispatch,
  type OutboxMessage,
} from '@muster/core'
import { createEngine, loadTemplates, SHIPPED_TEMPLATES } from '@muster/engine'
import { openPgliteLedger } from '@muster/ledger'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ANN, BOB, SILENT } from '../support/muster.ts'

const GATED = `
name: gated
stages:
  - { name: ask, type: gate }
  - { name: work, requires: [ask] }
`

describe('while the store is away', () => {
  let ledger: Awaited<ReturnType<typeof openPgliteLedger>>
  let away: boolean
  let published: OutboxMessage[]
  let now: number

  const engineOf = async () => {
    const { source } = await loadTemplates([SHIPPED_TEMPLATES])
    const dispatch: Dispatch = {
      async publish(messages) {
        if (away) throw new Error('connection refused')
        published.push(...messages)
      },
      announce: async () => {},
      known: async (jobs) =>
        jobs.map(({ jobId }) => published.some((one) => 'jobId' in one && one.jobId === jobId)),
    }
    const outcomes = { tail: async () => '0-0', settledThrough: async () => true }
    const artifacts = { put: async () => 'sha256:0', get: async () => new Uint8Array() }
    const common = {
      templates: source,
      pipelines: new Map(),
      clock: () => now,
      random: Math.random,
      log: SILENT,
    }
    return createEngine({ ledger, dispatch, outcomes, artifacts, ...common })
  }
  const submission = (pipeline: string) => ({
    tenant: DEFAULT_TENANT,
    project: DEFAULT_PROJECT,
    pipeline,
    file: 'test.yaml',
    inputs: {},
    idempotencyKey: null,
    yesToGates: false,
    by: ANN,
  })
  const vote = {
    tenant: DEFAULT_TENANT,
    stage: 'ask',
    voter: BOB,
    decision: 'approve',
    comment: null,
  } as const
  const attempts = () => published.flatMap((one): AttemptJob[] => (one.kind === 'attempt' ? [one.job] : []))

  beforeEach(async () => {
    now = 1_000_000
    ledger = await openPgliteLedger(null, () => now)
    await ledger.migrate()
    away = true
    published = []
  })
  afterEach(() => ledger.close())

  test('submissions and votes are accepted, and what follows from them is sent when it is back', async () => {
    const engine = await engineOf()
    const { run } = await engine.submit(submission(GATED))
    expect(await engine.decide({ ...vote, run: run.id })).toBe('approved')
    await engine.flush()
    expect(published).toEqual([])

    away = false
    now += 10_000
    await engine.recover(false)
    const { redispatched } = await engine.recover(false)
    expect(redispatched).toBe(1)
    await engine.flush()
    expect(attempts().map(({ stage, phase, fence }) => [stage, phase, fence])).toEqual([
      ['work', 'BOOTSTRAP', 2],
    ])
  })

  test('a planner that starts anew on the same ledger sends it as well', async () => {
    const { run } = await (await engineOf()).submit(submission(GATED))
    await (await engineOf()).decide({ ...vote, run: run.id })
    away = false
    now += 10_000
    const successor = await engineOf()
    await successor.recover(true)
    await successor.recover(true)
    await successor.flush()
    expect(attempts()).toHaveLength(1)
    expect(await ledger.staleOutbox(now + 60_000, 10)).toEqual([])
  })

  test('a job that is known to the store is left alone', async () => {
    away = false
    const engine = await engineOf()
    const { run } = await engine.submit(submission(GATED))
    await engine.decide({ ...vote, run: run.id })
    await engine.flush()
    now += 10_000
    await engine.recover(false)
    expect(await engine.recover(false)).toEqual({ published: 0, redispatched: 0 })
    expect(attempts()).toHaveLength(1)
  })
})
