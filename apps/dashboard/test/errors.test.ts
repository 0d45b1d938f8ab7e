import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

async function codeOf(answer: Promise<Response>): Promise<string> {
  const response = await answer
  const { error } = (await response.json()) as { error: { code: string; hint: string; problems: unknown[] } }
  expect(error.hint).not.toBe('')
  expect(error.problems).toBeInstanceOf(Array)
  return `${response.status} ${error.code}`
}

describe('an error answers with its code', () => {
  it.each([
    ['/api/nothing', '404 MUSTER_ROUTE'],
    ['/nothing', '404 MUSTER_ROUTE'],
    ['/api/runs/none', '404 MUSTER_RUN_NOT_FOUND'],
    ['/api/runs/none/graph', '404 MUSTER_RUN_NOT_FOUND'],
    ['/api/runs/none/entries', '404 MUSTER_RUN_NOT_FOUND'],
    ['/api/runs/none/events', '404 MUSTER_RUN_NOT_FOUND'],
    ['/api/runs/none/logs', '404 MUSTER_RUN_NOT_FOUND'],
    ['/api/ledger/verify?run=none', '404 MUSTER_RUN_NOT_FOUND'],
    ['/api/gates/none', '404 MUSTER_GATE_NOT_FOUND'],
    ['/api/gates/none.approve', '404 MUSTER_GATE_NOT_FOUND'],
    ['/api/gates/r1.plan', '404 MUSTER_GATE_NOT_FOUND'],
    ['/api/runs?status=odd', '400 MUSTER_SEARCH'],
    ['/api/runs?limit=-1', '400 MUSTER_BODY'],
    ['/api/runs?limit=201', '400 MUSTER_BODY'],
    ['/api/runs/r1/entries?after=x', '400 MUSTER_BODY'],
    ['/api/runs/r1/events?after=1.5', '400 MUSTER_BODY'],
    ['/api/runs/r1/logs?stage=none', '400 MUSTER_BODY'],
    ['/api/runs/r1?attempts=some', '400 MUSTER_BODY'],
    ['/api/runs/r1/stages/none', '404 MUSTER_STAGE_NOT_FOUND'],
    ['/api/runs/%ZZ', '400 MUSTER_BODY'],
    ['/api/runs/r1/stages/plan/artifacts/..%2F..%2Fetc', '400 MUSTER_BODY'],
  ])('GET %s: %s', async (path, expected) => {
    expect(await codeOf(harness.fetch(path))).toBe(expected)
  })

  it.each([
    ['/api/runs', {}, '400 MUSTER_BODY'],
    ['/api/runs', [], '400 MUSTER_BODY'],
    ['/api/runs', { pipeline: 'x', inputs: 7 }, '400 MUSTER_BODY'],
    ['/api/runs', { pipeline: 'x', yesToGates: 'yes' }, '400 MUSTER_BODY'],
    ['/api/runs', { pipeline: 'x', idempotencyKey: 'k'.repeat(201) }, '400 MUSTER_BODY'],
    ['/api/runs', { pipeline: 'x', stray: 1 }, '400 MUSTER_BODY'],
    ['/api/runs', { pipeline: 'y'.repeat(2 * 1024 * 1024) }, '400 MUSTER_BODY'],
    ['/api/runs', { pipeline: 'faulty' }, '422 MUSTER_PIPELINE_INVALID'],
    ['/api/runs/none/cancel', {}, '404 MUSTER_RUN_NOT_FOUND'],
    ['/api/runs/r1/retry', {}, '409 MUSTER_RUN_NOT_RETRYABLE'],
    ['/api/runs/r1/cancel', { reason: 7 }, '400 MUSTER_BODY'],
    ['/api/gates/r1.none/votes', { decision: 'approve', seen: 'd' }, '404 MUSTER_GATE_NOT_FOUND'],
    ['/api/gates/r1.approve/votes', { decision: 'maybe' }, '400 MUSTER_BODY'],
    ['/api/gates/r1.approve/votes', { decision: 'approve' }, '400 MUSTER_BODY'],
    ['/api/gates/r1.approve/votes', { decision: 'approve', as: '<b>', seen: 'd' }, '400 MUSTER_BODY'],
    ['/api/gates/r1.approve/votes', { decision: 'approve', seen: 'd' }, '403 MUSTER_GATE_NOT_APPROVER'],
    ['/api/health', {}, '404 MUSTER_ROUTE'],
  ])('POST %s %j: %s', async (path, body, expected) => {
    expect(await codeOf(harness.post(path, body))).toBe(expected)
  })

  it('tells the place of every fault of a pipeline', async () => {
    const response = await harness.post('/api/runs', { pipeline: 'faulty', file: 'a.yaml' })
    expect(await response.json()).toMatchObject({
      error: { problems: [{ file: 'a.yaml', line: 3, column: 7 }] },
    })
  })

  it('refuses a second decision of a gate with a stable error', async () => {
    const body = { decision: 'approve', as: 'grace', seen: 'd' }
    expect((await harness.post('/api/gates/r1.approve/votes', body)).status).toBe(200)
    expect(await codeOf(harness.post('/api/gates/r1.approve/votes', body))).toBe('409 MUSTER_GATE_CLOSED')
  })

  it('refuses JSON that is none', async () => {
    const headers = { 'content-type': 'application/json' }
    expect(await codeOf(harness.fetch('/api/runs', { method: 'POST', headers, body: '{' }))).toBe(
      '400 MUSTER_BODY',
    )
  })

  it('refuses a name that could not be a person', async () => {
    expect(await codeOf(harness.fetch('/api/runs', { headers: { 'x-muster-user': '<img>' } }))).toBe(
      '400 MUSTER_BODY',
    )
  })

  it('logs what it did not expect and answers 500', async () => {
    expect(await codeOf(harness.post('/api/runs', { pipeline: 'broken' }))).toBe('500 MUSTER_INTERNAL')
    expect(harness.logged).toContainEqual({ level: 'error', message: 'a request failed' })
  })
})
