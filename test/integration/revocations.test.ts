import type { OutcomeMessage } from '@muster/core'
import type { Engine } from '@muster/engine'
import { verifyLedger } from '@muster/ledger'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'
import { ANN } from '../support/muster.ts'

const CHAIN = 'name: chain\nstages:\n  - { name: a }\n  - { name: b, requires: a }\n'
const PAIR = 'name: pair\nstages:\n  - { name: a }\n  - { name: b }\n'

/** Two processes that share a ledger: what one does the other hears of only by what it reads itself. */
let engines: Engines
let one: Engine
let other: Engine
beforeEach(async () => {
  engines = await openEngines()
  one = await engines.open()
  other = await engines.open()
})
afterEach(() => engines.close())

const of = (scope: 'run' | 'agent' | 'template' | 'project' | 'worker', id: string) => ({
  tenant: 'default',
  scope,
  id,
  by: ANN,
  reason: 'compromised',
})
const facts = async (run: string) =>
  (await engines.ledger.entries(run, 0, 1_000)).map(
    (entry) => JSON.parse(entry.body) as Record<string, unknown>,
  )
const stages = async (run: string) =>
  Object.fromEntries((await engines.ledger.stages(run)).map((row) => [row.stage, row]))
const flush = () => Promise.all([one.flush(), other.flush()])
const latest = (run: string): OutcomeMessage => {
  const job = engines.attempts().findLast((attempt) => attempt.run === run)
  if (job === undefined) throw new Error('nothing was dispatched')
  return successOf(job)
}
/** Settles whatever is dispatched of a run until it waits no more. */
async function walk(engine: Engine, run: string): Promise<void> {
  for (let told = 0; ; ) {
    await flush()
    const jobs = engines.attempts().filter((attempt) => attempt.run === run)
    if (jobs.length === told) return
    await engine.settle(jobs.slice(told).map(successOf))
    told = jobs.length
  }
}

test('a project that one process revokes takes no submission from another, until it is lifted', async () => {
  const { run } = await other.submit(submissionOf(CHAIN))
  expect(await one.revoke(of('project', 'default'))).toMatchObject({ changed: true, runs: 1 })
  expect(await engines.ledger.run('default', run.id)).toMatchObject({
    status: 'revoked',
    reason: 'compromised',
  })
  await expect(other.submit(submissionOf(CHAIN))).rejects.toMatchObject({ code: 'MUSTER_PROJECT_REVOKED' })
  expect(await one.revoke(of('project', 'default'))).toMatchObject({ changed: false, runs: 0 })
  expect(await one.standing('default')).toMatchObject([{ scope: 'project', id: 'default', seq: 1 }])
  expect(await other.lift(of('project', 'default'))).toMatchObject({ revoked: false, changed: true })
  expect((await one.submit(submissionOf(CHAIN))).created).toBe(true)
  expect(await verifyLedger(engines.ledger, null)).toMatchObject({ revocations: 2, broken: [] })
})

test('a run that is submitted again by its key is answered though its project is revoked', async () => {
  const { run } = await one.submit(submissionOf(CHAIN, 'key'))
  await one.revoke(of('project', 'default'))
  expect(await other.submit(submissionOf(CHAIN, 'key'))).toMatchObject({
    created: false,
    run: { id: run.id },
  })
})

test('an agent of a template that another process revoked is not started, and those at work are revoked', async () => {
  const waiting = (await other.submit(submissionOf(CHAIN))).run.id
  await flush()
  const first = latest(waiting)
  for (let phase = 0; phase < 7; phase += 1) {
    await other.settle([latest(waiting)])
    await flush()
  }
  expect(latest(waiting)).toMatchObject({ stage: 'a', phase: 'EXIT' })
  const working = (await one.submit(submissionOf(PAIR))).run.id
  await flush()
  // `a` of the chain is all but done and dies as well; nothing of it counts any more.
  expect(await one.revoke(of('template', 'default'))).toMatchObject({ changed: true, runs: 2 })
  const word = { kind: 'template', tenant: 'default', template: 'default' }
  expect(engines.published).toContainEqual(word)
  expect(await stages(working)).toMatchObject({ a: { status: 'revoked' }, b: { status: 'revoked' } })
  expect(await stages(waiting)).toMatchObject({ a: { status: 'revoked' }, b: { status: 'skipped' } })
  await other.settle([{ ...first, phase: 'EXIT', fence: 8 }])
  expect((await facts(waiting)).at(-1)).toMatchObject({ cause: { kind: 'attempt.refused', phase: 'EXIT' } })

  const later = (await other.submit(submissionOf(PAIR))).run.id
  expect(await stages(later)).toMatchObject({
    a: { status: 'revoked', reason: 'template `default` is revoked: compromised' },
  })
  await one.lift(of('template', 'default'))
  const free = (await other.submit(submissionOf(CHAIN))).run.id
  await walk(other, free)
  expect(await engines.ledger.run('default', free)).toMatchObject({ status: 'succeeded' })
})

test('an agent is revoked for good while its run goes on; what it says later is refused and recorded', async () => {
  const { id } = (await one.submit(submissionOf(PAIR))).run
  await flush()
  const late = engines.attempts().find((job) => job.run === id && job.stage === 'a')
  expect(await other.revoke(of('agent', `${id}.a`))).toMatchObject({ changed: true, runs: 1 })
  expect(await one.revoke(of('agent', `${id}.a`))).toMatchObject({ changed: false, runs: 0 })
  await flush()
  expect(engines.published).toContainEqual({ kind: 'stop', agent: `default/${id}.a`, fence: 1 })
  if (late !== undefined) await one.settle([successOf(late)])
  expect((await facts(id)).at(-1)).toMatchObject({
    cause: { kind: 'attempt.refused', stage: 'a', because: 'the stage is not at work: it is revoked' },
  })
  await walk(one, id)
  expect(await stages(id)).toMatchObject({ a: { status: 'revoked' }, b: { status: 'succeeded' } })
  await expect(one.revoke(of('agent', `${id}.b`))).rejects.toMatchObject({ code: 'MUSTER_AGENT_ENDED' })
  for (const nobody of [`${id}.c`, 'nothing', 'no.run'])
    await expect(one.revoke(of('agent', nobody))).rejects.toMatchObject({ code: 'MUSTER_AGENT_NOT_FOUND' })
  await expect(one.lift(of('agent', `${id}.a`))).rejects.toMatchObject({ code: 'MUSTER_NOT_LIFTED' })
})

test('what a revoked worker holds is dispatched anew under a new fence, and what it says is refused everywhere', async () => {
  const { id } = (await one.submit(submissionOf(PAIR))).run
  await flush()
  engines.holders.set(`default/${id}.a`, 'w')
  expect(await one.revoke(of('worker', 'w'))).toMatchObject({ changed: true, runs: 1 })
  await flush()
  expect(engines.published).toContainEqual({ kind: 'worker', worker: 'w', revoked: true })
  const fences = (stage: string) =>
    engines.attempts().flatMap((job) => (job.run === id && job.stage === stage ? [job.fence] : []))
  expect([fences('a'), fences('b')]).toEqual([[1, 2], [1]])

  // Of `b` nobody knew who held it: the outcome tells, in the other process.
  const [, b] = engines.attempts().filter((job) => job.run === id)
  if (b !== undefined) await other.settle([successOf(b)])
  await flush()
  expect((await facts(id)).at(-1)).toMatchObject({
    cause: { kind: 'attempt.lost', stage: 'b', because: 'the outcome of revoked worker `w` is refused' },
  })
  expect(fences('b')).toEqual([1, 2])
  await other.lift(of('worker', 'w'))
  expect(engines.published).toContainEqual({ kind: 'worker', worker: 'w', revoked: false })
  await walk(one, id)
  expect(await engines.ledger.run('default', id)).toMatchObject({ status: 'succeeded' })
})

test('a revocation that was cut short after it was a fact is finished by the next process', async () => {
  const { id } = (await one.submit(submissionOf(PAIR))).run
  await flush()
  engines.away = true
  await expect(one.revoke(of('worker', 'w'))).rejects.toThrow('connection refused')
  engines.away = false
  engines.holders.set(`default/${id}.a`, 'w')
  await (await engines.open()).enforce()
  expect((await facts(id)).at(-1)).toMatchObject({ cause: { kind: 'attempt.lost', stage: 'a' } })
})

test('a run is revoked once, and a run that ended otherwise cannot be', async () => {
  const { id } = (await one.submit(submissionOf(PAIR))).run
  expect(await one.revoke(of('run', id))).toMatchObject({ changed: true })
  expect(await other.revoke(of('run', id))).toMatchObject({ changed: false })
  const done = (await one.submit(submissionOf(PAIR))).run.id
  await walk(one, done)
  await expect(one.revoke(of('run', done))).rejects.toMatchObject({ code: 'MUSTER_RUN_ENDED' })
})
