import { MAX_CHARGED_ERRORS, WITHOUT_LIMIT } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { createMeter } from '../src/meter.ts'
import { sh, startAgent } from './support/agent.ts'

test('the last error that is left spends the budget, of all kinds together or of its own', () => {
  const all = createMeter({ ...WITHOUT_LIMIT, errors: 2 })
  all.error('net', 'refused')
  expect([all.because(), all.left().errors]).toEqual([null, 1])
  all.error('disk', 'full')
  expect([all.signal.aborted, all.left().errors]).toEqual([true, 0])

  const kind = createMeter({ ...WITHOUT_LIMIT, kinds: { net: 1 } })
  for (let error = 0; error < 50; error += 1) kind.error('disk', 'full')
  expect(kind.because()).toBeNull()
  kind.error('net', 'refused')
  expect(kind.because()).toContain('net')
})

test('an amount may be used up, and not gone past', () => {
  const meter = createMeter({ ...WITHOUT_LIMIT, outputBytes: 10, tokens: 5, cost: 1 })
  meter.output(10)
  meter.tokens(5)
  meter.cost(1)
  meter.cost(Number.NaN)
  meter.cost(-3)
  expect(meter.because()).toBeNull()
  expect(meter.spending()).toEqual({ errors: [], outputBytes: 10, tokens: 5, cost: 1 })
  meter.output(1)
  expect(meter.because()).toBe('output')
})

test('what an agent reports without end is counted, and kept within bounds', () => {
  const meter = createMeter(WITHOUT_LIMIT)
  for (let error = 0; error < 10_000; error += 1) meter.error(`kind-${error}`, 'x'.repeat(5_000))
  meter.error('no kind at all!', 'words')
  const { errors = [] } = meter.spending() ?? {}
  expect(errors).toHaveLength(MAX_CHARGED_ERRORS)
  expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(10_001)
  expect(JSON.stringify(errors).length).toBeLessThan(8 * 1024)
})

test('a program that writes more than is left is killed, and its attempt says so and what it wrote', async () => {
  const agent = await startAgent({ commands: { execute: sh('yes; sleep 60') } })
  await agent.phase('PLAN')
  const outcome = await agent.phase('EXECUTE', { budget: { ...WITHOUT_LIMIT, outputBytes: 100_000 } })
  expect(outcome).toMatchObject({
    kind: 'failed',
    retryable: true,
    fault: { code: 'MUSTER_BUDGET_SPENT', message: expect.stringContaining('output') as string },
  })
  expect(outcome.spent?.outputBytes).toBeGreaterThan(100_000)
})

test('a program that takes longer than is left is killed', async () => {
  const agent = await startAgent({ commands: { execute: sh('sleep 60') } })
  await agent.phase('PLAN')
  const outcome = await agent.phase('EXECUTE', { budget: { ...WITHOUT_LIMIT, wallMs: 50 } })
  expect(outcome).toMatchObject({ kind: 'failed', fault: { code: 'MUSTER_BUDGET_SPENT' } })
})

test('the report of an agent tells what it spent and what its clarification was about', async () => {
  const agent = await startAgent({})
  for (const phase of ['BOOTSTRAP', 'PLAN', 'EXECUTE'] as const) await agent.phase(phase)
  const clarification = {
    number: 1,
    voids: null,
    because: '2 of 2 errors',
    errors: ['EXECUTE: it broke'],
    learnt: ['no *space*'],
    changes: 'writes less',
  }
  const total = { errors: 2, kinds: {}, attempts: {}, wallMs: 5, outputBytes: 0, tokens: 7, cost: 0 }
  const spent = { limits: null, spent: total, total, clarification }
  const { record } = await agent.phase('REPORT', { spent })
  const read = async (digest: unknown) => Buffer.from(await agent.artifacts.get(String(digest))).toString()
  expect(JSON.parse(await read(record['report']))).toMatchObject({ budget: spent })
  const markdown = await read(record['markdown'])
  expect(markdown).toContain('2 errors, 7 tokens, plan clarified 1 time.')
  expect(markdown).toContain('- no \\*space\\*')
  expect(markdown).toContain('- writes less')
})

test('the clock of a meter stops when it is closed', async () => {
  const closed = createMeter({ ...WITHOUT_LIMIT, wallMs: 20 })
  closed.close()
  const open = createMeter({ ...WITHOUT_LIMIT, wallMs: 40 })
  await waitFor(() => open.because() !== null)
  expect([open.because(), closed.because()]).toEqual(['time', null])
})

test('a plan made after a clarification has another digest, says which it replaces, and the old one is void', async () => {
  const agent = await startAgent({})
  const first = await agent.phase('PLAN')
  const voids = first.record['planDigest'] as string
  const clarification = { number: 1, voids, because: 'errors', errors: [], learnt: [], changes: null }
  expect((await agent.phase('EXECUTE', { clarification, planDigest: voids })).kind).toBe('failed')
  const second = await agent.phase('PLAN', { clarification })
  expect(second.record['planDigest']).not.toBe(voids)
  expect(second.record['plan']).toMatchObject({ clarifies: { number: 1, voids } })
  const planDigest = second.record['planDigest'] as string
  expect((await agent.phase('EXECUTE', { clarification, planDigest })).kind).toBe('succeeded')
})
