import type { AttemptJob, Entry, OutcomeMessage, PermitAsk } from '@muster/core'
import type { Engine } from '@muster/engine'
import { createPermitCheck } from '@muster/identity'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { approvePlan, type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'
import { ANN } from '../support/muster.ts'

const PLAN = `sha256:${'a'.repeat(64)}`
const OTHER_PLAN = `sha256:${'b'.repeat(64)}`
const ACTION = { verb: 'file.write', target: 'out/a.txt' }
const acting = (tier: number) =>
  JSON.stringify({
    name: 'acting',
    stages: [
      {
        name: 'work',
        template: 'acting',
        config: { tier, inputs: { plan: { actions: [ACTION] }, asks: [] }, error_budget: { errors: 1 } },
      },
    ],
  })

let engines: Engines
let engine: Engine
beforeEach(async () => {
  engines = await openEngines()
  engine = await engines.open()
})
afterEach(() => engines.close())

const newest = async (): Promise<AttemptJob> => {
  await engine.flush()
  const job = engines.attempts().at(-1)
  if (job === undefined) throw new Error('nothing was dispatched')
  return job
}
const facts = async (run: string) =>
  (await engines.ledger.entries(run, 0, 1_000)).map((entry) => JSON.parse(entry.body) as Entry)
const lastCause = async (run: string) => (await facts(run)).at(-1)?.cause

function planned(job: AttemptJob, planDigest = PLAN): OutcomeMessage {
  const plan = { actions: [ACTION] }
  return { ...successOf(job), outcome: { kind: 'succeeded', record: { plan, planDigest } } }
}

/** Goes through the phases until EXECUTE is dispatched. */
async function toExecute(tier: number): Promise<AttemptJob> {
  await engine.submit(submissionOf(acting(tier)))
  for (let job = await newest(); ; job = await newest()) {
    if (job.phase === 'EXECUTE') return job
    await engine.settle([job.phase === 'PLAN' ? planned(job) : successOf(job)])
    if (job.phase === 'PLAN' && tier >= 2) await approvePlan(engines, engine, job.run)
  }
}

function askOf(job: AttemptJob, change: Partial<PermitAsk> = {}): PermitAsk {
  const { run, stage, attempt, fence, credential } = job
  const proof = credential === undefined ? {} : { credential }
  const who = { permit: 'p1', worker: 'w', holder: 'h' }
  return { ...who, run, stage, attempt, fence, plan: job.planDigest ?? '', ...proof, ...change }
}

async function ask(of: PermitAsk) {
  await engine.settle([of])
  await expect.poll(() => engines.answered.find(({ id }) => id === of.permit)).toBeDefined()
  return engines.answered.findLast(({ id }) => id === of.permit)
}

describe('an agent of T2', () => {
  test('proves who it is by a credential that no ledger holds, one of T1 needs none', async () => {
    const job = await toExecute(2)
    expect(job.credential).toMatch(/^[\w-]+$/)
    expect(JSON.stringify(await facts(job.run))).not.toContain(job.credential)
    await engine.submit(submissionOf('name: low\nstages:\n  - { name: a }\n'))
    expect((await newest()).credential).toBeUndefined()
  })

  test('is given a permit for its plan once that is committed, which lets its worker EXECUTE', async () => {
    const job = await toExecute(2)
    const reply = await ask(askOf(job))
    expect(await lastCause(job.run)).toMatchObject({
      kind: 'permit.issued',
      plan: PLAN,
      tier: 2,
      fence: job.fence,
    })
    const check = createPermitCheck(
      engines.fleet,
      () => engines.keyring.jwks(),
      () => engines.now,
    )
    const { attempt, fence, tier } = job
    const wanted = { agent: `${job.run}.work`, attempt, fence, tier, plan: PLAN, holder: 'h', effect: null }
    expect(reply?.kind === 'permitted' && (await check(reply.permit, wanted))).toBeNull()
    const { seq } = (await engines.ledger.run('default', job.run)) ?? { seq: 0 }
    await ask(askOf(job))
    expect(await engines.ledger.run('default', job.run)).toMatchObject({ seq })
    await engine.settle([successOf(job)])
    expect(await newest()).toMatchObject({ phase: 'VERIFY' })
  })

  test('that says to have EXECUTEd without a permit is refused, and that is recorded', async () => {
    const job = await toExecute(2)
    await engine.settle([successOf(job)])
    expect(await lastCause(job.run)).toMatchObject({
      kind: 'attempt.refused',
      because: 'it EXECUTEd without a permit',
    })
    expect(await newest()).toMatchObject({ phase: 'EXECUTE', fence: job.fence })
  })

  test.each([
    ['another plan', { plan: OTHER_PLAN }, /not the one in the ledger/],
    ['another fence', { fence: 1 }, /does not prove/],
    ['no credential', { credential: 'none' }, /does not prove/],
  ] as const)('is refused a permit for %s, and that is recorded', async (_, change, because) => {
    const job = await toExecute(2)
    expect(await ask(askOf(job, change))).toMatchObject({
      kind: 'denied',
      code: 'unpermitted',
      reason: expect.stringMatching(because) as string,
    })
    expect(await lastCause(job.run)).toMatchObject({ kind: 'attempt.refused', phase: 'EXECUTE' })
  })

  test('is given no permit before its EXECUTE is dispatched', async () => {
    await engine.submit(submissionOf(acting(2)))
    const job = await newest()
    expect(await ask(askOf(job, { plan: PLAN }))).toMatchObject({ kind: 'denied' })
  })

  test('is given no permit any more once it is revoked', async () => {
    const job = await toExecute(2)
    const id = `${job.run}.work`
    await engine.revoke({ tenant: 'default', scope: 'agent', id, by: ANN, reason: 'compromised' })
    expect(await ask(askOf(job))).toMatchObject({ kind: 'denied', reason: 'the stage is not at work' })
  })

  test('has no permit any more once its plan is clarified: neither for the old plan nor under the old fence', async () => {
    const job = await toExecute(2)
    await ask(askOf(job))
    const fault = { code: 'X', message: 'it broke', hint: null }
    const failed = { kind: 'failed', fault, retryable: true, record: {} } as const
    await engine.settle([{ ...successOf(job), outcome: failed, finishedAt: 3 }])
    const again = await newest()
    expect(again).toMatchObject({ phase: 'PLAN' })
    await engine.settle([planned(again, OTHER_PLAN)])
    await approvePlan(engines, engine, job.run)
    const next = await newest()
    expect(next).toMatchObject({ phase: 'EXECUTE', planDigest: OTHER_PLAN })
    expect(await ask(askOf(next, { permit: 'p2', plan: PLAN }))).toMatchObject({ kind: 'denied' })
    expect(await ask(askOf(job, { permit: 'p3', plan: OTHER_PLAN }))).toMatchObject({ kind: 'denied' })
    expect(await ask(askOf(next, { permit: 'p4' }))).toMatchObject({ kind: 'permitted' })
  })

  test('is not settled by what another agent, another attempt or nobody says of it, and that is recorded', async () => {
    const job = await toExecute(2)
    const other = await toExecute(2)
    const { credential: _, ...bare } = successOf(job)
    const theirs = { ...bare, ...(other.credential === undefined ? {} : { credential: other.credential }) }
    const before = engines.attempts().find(({ run, phase }) => run === job.run && phase === 'PLAN')
    const older = { ...bare, ...(before?.credential === undefined ? {} : { credential: before.credential }) }
    for (const [forged, because] of [
      [bare, 'it does not prove which attempt it is of'],
      [{ ...bare, credential: 'a.b.c' }, 'it does not prove which attempt it is of'],
      [theirs, 'it does not prove which attempt it is of'],
      [older, 'it does not prove which attempt it is of'],
    ] as const) {
      await engine.settle([forged])
      expect(await lastCause(job.run)).toMatchObject({ kind: 'attempt.refused', worker: 'w', because })
    }
    await ask(askOf(job))
    await engine.settle([successOf(job)])
    expect((await engines.ledger.stages(job.run))[0]).toMatchObject({ phase: 'VERIFY' })
  })
})
