import { type Limits, type OutcomeMessage, why } from '@muster/core'
import { type Engine, readState } from '@muster/engine'
import { openPostgresLedger, verifyLedger } from '@muster/ledger'
import { testLedgerUrl } from '@muster/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'
import { ANN } from '../support/muster.ts'

const ONE = 'name: one\nstages:\n  - { name: a }\n'
const TRIPLE = 'name: triple\nstages:\n  - { name: a }\n  - { name: b }\n  - { name: c }\n'
const GATED =
  'name: gated\nstages:\n  - { name: ask, type: gate, gate_type: approval, allow_author: true, timeout: 10m }\n'

/** Two processes that share a ledger. */
let engines: Engines
let one: Engine
let other: Engine
beforeEach(async () => {
  engines = await openEngines()
  one = await engines.open()
  other = await engines.open()
})
afterEach(() => engines.close())

const limit = (limits: Limits, project: string | null = null) =>
  one.setQuota({ tenant: 'default', project, limits, by: ANN, reason: 'a test' })
const flush = () => Promise.all([one.flush(), other.flush()])
const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'admitted',
    (error: { code: string }) => error.code,
  )

/** Settles what is dispatched until nothing more comes, and tells the most agents that were at work at once. */
async function walkAll(
  change: (message: OutcomeMessage) => OutcomeMessage = (message) => message,
): Promise<number> {
  let most = 0
  for (let told = 0; ; ) {
    await flush()
    const jobs = engines.attempts()
    if (jobs.length === told) return most
    for (const job of jobs.slice(told)) {
      const usage = (await one.quotas('default'))[0]?.usage
      most = Math.max(most, usage?.agents ?? 0)
      await one.settle([change(successOf(job))])
    }
    told = jobs.length
  }
}

test('of fifty submissions at once to two processes exactly as many are admitted as the limit lets', async () => {
  const server = await testLedgerUrl()
  const shared = await openEngines((clock) => openPostgresLedger(server.url, clock))
  try {
    const two = [await shared.open(), await shared.open()] as const
    await two[0].setQuota({
      tenant: 'default',
      project: null,
      limits: { runs: 7 },
      by: ANN,
      reason: 'a test',
    })
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => code(two[turn % 2 === 0 ? 0 : 1].submit(submissionOf(ONE)))),
    )
    expect(answers.filter((answer) => answer === 'admitted')).toHaveLength(7)
    expect(new Set(answers)).toEqual(new Set(['admitted', 'MUSTER_QUOTA']))
    expect(await shared.ledger.openRuns()).toHaveLength(7)
    const [quota] = await two[1].quotas('default')
    expect(quota).toMatchObject({ limits: { runs: 7 }, usage: { runs: 7, runsPerDay: 7 } })
  } finally {
    await shared.close()
    await server.stop()
  }
})

test('a refusal names the limit, what is used and when it frees, with its exit code and its status', async () => {
  await limit({ runsPerDay: 1 })
  await one.submit(submissionOf(ONE))
  const refused = one.submit(submissionOf(ONE))
  await expect(refused).rejects.toMatchObject({ code: 'MUSTER_QUOTA', exit: 8, status: 429 })
  await expect(refused).rejects.toThrow(
    'Tenant `default` has used 1 of 1 runs a day (limit `runsPerDay`); it frees at 1970-01-02T00:00:00.000Z.',
  )
  engines.now += 24 * 60 * 60_000
  expect(await code(one.submit(submissionOf(ONE)))).toBe('admitted')
})

test('a dry run says what a run would take and whether it would be refused, in the words of the refusal, and takes nothing', async () => {
  await limit({ runs: 1, openGates: 1 })
  const forecast = () => one.forecast(submissionOf(GATED))
  expect(await forecast()).toMatchObject({
    problems: [],
    declares: { name: 'gated' },
    agents: 0,
    start: {
      refusal: null,
      quota: [
        { project: null, name: 'runs', limit: 1, used: 0, takes: 1 },
        { name: 'agents', limit: null },
        { name: 'runsPerDay', takes: 1 },
        { name: 'openGates', limit: 1, takes: 1 },
      ],
    },
  })
  expect(await engines.ledger.openRuns()).toEqual([])
  await one.submit(submissionOf(ONE))
  const { start } = await forecast()
  await expect(one.submit(submissionOf(GATED))).rejects.toMatchObject({ ...start?.refusal })
  const { problems, start: none } = await one.forecast(submissionOf('name: x'))
  expect([problems.length, none]).toEqual([1, null])
})

test('a run that is asked for again by its key takes nothing, and is answered though the limit is reached', async () => {
  await limit({ runs: 1 })
  const { run } = await one.submit(submissionOf(ONE, 'key'))
  expect(await one.submit(submissionOf(ONE, 'key'))).toMatchObject({ run: { id: run.id }, created: false })
})

test('what ended makes room, and a run that starts again needs room like any other', async () => {
  await limit({ runs: 1 })
  const first = await one.submit(submissionOf(ONE))
  await one.cancel({ tenant: 'default', run: first.run.id, by: ANN, reason: null })
  await walkAll()
  await one.submit(submissionOf(ONE))
  const again = one.retry({ tenant: 'default', run: first.run.id, by: ANN })
  await expect(again).rejects.toMatchObject({ code: 'MUSTER_QUOTA' })
  await limit({ runs: 2 })
  expect(await code(one.retry({ tenant: 'default', run: first.run.id, by: ANN }))).toBe('admitted')
})

test('a project has limits of its own beside those of its tenant', async () => {
  await engines.ledger.createProject('default', 'small')
  await limit({ runs: 3 })
  await limit({ runs: 1 }, 'small')
  const small = { ...submissionOf(ONE), project: 'small' }
  await one.submit(small)
  await expect(one.submit(small)).rejects.toThrow('Project `small` has used 1 of 1 runs at a time')
  for (const _ of [1, 2]) await one.submit(submissionOf(ONE))
  await expect(one.submit(submissionOf(ONE))).rejects.toThrow('Tenant `default` has used 3 of 3')
  await expect(limit({ runs: 1 }, 'none')).rejects.toMatchObject({ code: 'MUSTER_PROJECT_NOT_FOUND' })
})

test('gates that are open or to come count until they are decided', async () => {
  await limit({ openGates: 1 })
  const { run } = await one.submit(submissionOf(GATED))
  expect(await code(one.submit(submissionOf(GATED)))).toBe('MUSTER_QUOTA')
  expect(await code(one.submit(submissionOf(ONE)))).toBe('admitted')
  const vote = {
    tenant: 'default',
    run: run.id,
    stage: 'ask',
    voter: ANN,
    decision: 'approve',
    comment: null,
  } as const
  await one.decide(vote)
  expect(await code(one.submit(submissionOf(GATED)))).toBe('admitted')
})

test('agents past the limit wait, say why, and start when there is room; none is lost and none is over', async () => {
  await limit({ agents: 2 })
  const { run } = await one.submit(submissionOf(TRIPLE))
  const stages = await engines.ledger.stages(run.id)
  expect(stages.map(({ status }) => status).toSorted()).toEqual(['pending', 'running', 'running'])
  const waiting = stages.find(({ status }) => status === 'pending')
  expect(waiting?.reason).toContain('2 of 2 agents at a time (limit `agents`)')
  const around = { now: engines.now, workers: [], queued: {}, standing: [] }
  const { waits } = why(await readState(engines.ledger, run.id), around)
  expect(waits.find(({ kind }) => kind === 'quota')).toMatchObject({
    stage: waiting?.stage,
    why: waiting?.reason,
    who: ['role:owner'],
  })
  await other.submit(submissionOf(TRIPLE))
  const most = await walkAll()
  await one.holdToQuotas()
  expect(Math.max(most, await walkAll())).toBe(2)
  expect(await engines.ledger.openRuns()).toEqual([])
  expect((await engines.ledger.runs({ tenant: 'default', limit: 10 })).map(({ status }) => status)).toEqual([
    'succeeded',
    'succeeded',
  ])
  expect(await engines.ledger.held(10)).toEqual([])
})

test('agents that wait start once the limit is raised or taken away, and stop with their run', async () => {
  await limit({ agents: 1 })
  const { run } = await one.submit(submissionOf(TRIPLE))
  const cancelled = await one.submit(submissionOf(ONE))
  await one.cancel({ tenant: 'default', run: cancelled.run.id, by: ANN, reason: null })
  expect(await engines.ledger.run('default', cancelled.run.id)).toMatchObject({ status: 'cancelled' })
  await one.setQuota({
    tenant: 'default',
    project: null,
    limits: { agents: null },
    by: ANN,
    reason: 'enough',
  })
  await other.enforce()
  await other.holdToQuotas()
  expect((await engines.ledger.stages(run.id)).map(({ status }) => status)).toEqual([
    'running',
    'running',
    'running',
  ])
})

test('runs are stopped when their tenant has spent more tokens than it may, and no other starts that day', async () => {
  await limit({ tokens: 100 })
  const { run } = await one.submit(submissionOf(TRIPLE))
  await flush()
  const spent = { errors: [], outputBytes: 0, tokens: 60, cost: 0 }
  for (const job of engines.attempts().slice(0, 2)) {
    const message = successOf(job)
    await one.settle([{ ...message, outcome: { ...message.outcome, spent } }])
  }
  await other.enforce()
  await other.holdToQuotas()
  await walkAll()
  expect(await engines.ledger.run('default', run.id)).toMatchObject({
    status: 'cancelled',
    reason: expect.stringContaining('120 of 100 tokens a day') as string,
  })
  expect(await code(one.submit(submissionOf(ONE)))).toBe('MUSTER_QUOTA')
})

test('limits are links of the tenant’s chain, which verifies; a change of nothing adds none', async () => {
  await limit({ runs: 5, cost: 1.5 })
  await limit({ runs: 5 })
  await limit({ tokens: 9 })
  const links = (await engines.ledger.revocations(new Map())).map(
    ({ body }) => JSON.parse(body) as { limits: Limits },
  )
  expect(links.map(({ limits }) => limits)).toEqual([
    { runs: 5, cost: 1.5 },
    { runs: 5, cost: 1.5, tokens: 9 },
  ])
  expect(await verifyLedger(engines.ledger, null)).toMatchObject({ revocations: 2, broken: [] })
})

test('another tenant’s runs count against nobody else', async () => {
  await engines.ledger.createTenant('acme')
  await limit({ runs: 1, agents: 1 })
  const theirs = { ...submissionOf(TRIPLE), tenant: 'acme' }
  for (const _ of [1, 2, 3]) await one.submit(theirs)
  expect(await code(one.submit(submissionOf(ONE)))).toBe('admitted')
  expect((await one.quotas('acme'))[0]).toMatchObject({ limits: {}, usage: { runs: 3, agents: 9 } })
})
