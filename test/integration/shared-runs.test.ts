import { MusterError } from '@muster/core'
import { openPgliteLedger, verifyLedger } from '@muster/ledger'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openEngines, submissionOf, successOf } from '../support/engines.ts'
import { BOB } from '../support/muster.ts'

const FAN = `
name: fan
stages:
  - { name: a }
  - { name: b, requires: a }
  - { name: c, requires: a }
  - { name: d, requires: [b, c] }
`
const GATED = 'name: gated\nstages:\n  - { name: ask, type: gate }\n  - { name: work, requires: ask }\n'

test('planners that share runs keep every chain whole, whoever settles what, and however often it is told', async () => {
  const engines = await openEngines()
  const planners = await Promise.all([engines.open(), engines.open(), engines.open()])
  const choices = fc.record({
    planner: fc.nat(2),
    again: fc.nat(2),
    together: fc.integer({ min: 1, max: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(choices, { minLength: 20, maxLength: 60 }), async (chosen) => {
      const from = engines.published.length
      const runs = await Promise.all(
        planners.map(async (planner) => (await planner.submit(submissionOf(FAN))).run.id),
      )
      const flush = () => Promise.all(planners.map((planner) => planner.flush()))
      await flush()
      for (let told = 0, turn = 0; ; turn += 1) {
        const jobs = engines.published.slice(from).flatMap((one) => (one.kind === 'attempt' ? [one.job] : []))
        if (told === jobs.length) break
        const choice = chosen[turn % chosen.length] ?? { planner: 0, again: 0, together: 1 }
        const { planner, again, together } = choice
        const now = jobs.slice(told, told + together).map(successOf)
        told += now.length
        const others = [planner, planner + again, planner + 1].map(
          (index) => planners[index % planners.length],
        )
        await Promise.all(others.slice(0, 1 + again).map((each) => each?.settle(now)))
        await flush()
      }
      const rows = await Promise.all(runs.map((id) => engines.ledger.run('default', id)))
      expect(rows.map((row) => row?.status)).toEqual(['succeeded', 'succeeded', 'succeeded'])
    }),
    { numRuns: 8 },
  )
  expect((await verifyLedger(engines.ledger, null)).broken).toEqual([])
  await engines.close()
})

test('a run that a dashboard started is moved by a planner without a lock', async () => {
  let locks = 0
  const engines = await openEngines(async (clock) => {
    const ledger = await openPgliteLedger(null, clock)
    return {
      ...ledger,
      transaction: (work) =>
        ledger.transaction((tx) =>
          work({
            ...tx,
            lockRuns(ids) {
              locks += ids.length
              return tx.lockRuns(ids)
            },
          }),
        ),
    }
  })
  const [planner, dashboard] = [await engines.open(), await engines.open()]
  const { run } = await dashboard.submit(submissionOf(FAN))
  await dashboard.flush()
  locks = 0
  await planner.settle(engines.attempts().map(successOf))
  await planner.flush()
  expect(engines.attempts().map(({ phase }) => phase)).toEqual(['BOOTSTRAP', 'PREFLIGHT'])
  expect(locks).toBe(0)
  expect((await engines.ledger.run('default', run.id))?.seq).toBeGreaterThan(run.seq)
  await engines.close()
})

test('who saw a run long ago decides it as it stands now', async () => {
  const engines = await openEngines()
  const [planner, dashboard] = [await engines.open(), await engines.open()]
  const { run } = await dashboard.submit(submissionOf(GATED))
  const vote = { tenant: 'default', run: run.id, stage: 'ask', voter: BOB, comment: null } as const
  expect(await planner.decide({ ...vote, decision: 'approve' })).toBe('approved')
  await expect(dashboard.decide({ ...vote, decision: 'reject' })).rejects.toMatchObject({
    code: 'MUSTER_GATE_CLOSED',
  })
  expect((await verifyLedger(engines.ledger, null)).broken).toEqual([])
  await engines.close()
})

test('one who is refused does not undo what others asked at the same time', async () => {
  const engines = await openEngines()
  const planner = await engines.open()
  const { run } = await planner.submit(submissionOf(GATED))
  const vote = { tenant: 'default', run: run.id, voter: BOB, decision: 'approve', comment: null } as const
  const [refused, approved, born] = await Promise.allSettled([
    planner.decide({ ...vote, stage: 'work' }),
    planner.decide({ ...vote, stage: 'ask' }),
    planner.submit(submissionOf(FAN)),
  ])
  expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(MusterError) as MusterError })
  expect(approved).toEqual({ status: 'fulfilled', value: 'approved' })
  expect(born).toMatchObject({ status: 'fulfilled', value: { created: true } })
  await engines.close()
})

test('of submissions at once with one key one creates the run, in one planner and across two', async () => {
  const engines = await openEngines()
  const planners = await Promise.all([engines.open(), engines.open()])
  const answers = await Promise.all(
    [...planners, ...planners, ...planners].map((planner) => planner.submit(submissionOf(FAN, 'key'))),
  )
  expect(answers.filter(({ created }) => created)).toHaveLength(1)
  expect(new Set(answers.map(({ run }) => run.id)).size).toBe(1)
  await engines.close()
})
