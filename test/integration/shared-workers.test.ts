import type { Engine } from '@muster/engine'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'
import { ANN } from '../support/muster.ts'

let engines: Engines
let engine: Engine
beforeEach(async () => {
  engines = await openEngines()
  engine = await engines.open()
  await engines.ledger.createTenant('acme')
})
afterEach(() => engines.close())

const worker = { scope: 'worker', id: 'w', by: ANN, reason: 'stolen' } as const
const ofAcme = async () => {
  const { run } = await engine.submit({
    ...submissionOf('name: one\nstages:\n  - { name: a }\n'),
    tenant: 'acme',
  })
  await engine.flush()
  const job = engines.attempts().find((one) => one.run === run.id)
  if (job === undefined) throw new Error('nothing was dispatched')
  return job
}

test('a tenant can neither revoke nor lift a worker that serves others too', async () => {
  for (const way of ['revoke', 'lift'] as const)
    await expect(engine[way]({ ...worker, tenant: 'acme' })).rejects.toMatchObject({
      code: 'MUSTER_NOT_ALLOWED',
    })
  expect(await engine.standing('acme')).toEqual([])
  expect(engines.published.filter(({ kind }) => kind === 'worker')).toEqual([])
})

test('what a worker that the default tenant revoked did for another tenant is void, whoever settles it', async () => {
  const job = await ofAcme()
  const other = await engines.open()
  await other.revoke({ ...worker, tenant: 'default' })
  // This engine has not heard of it.
  await engine.settle([successOf(job)])
  const causes = (await engines.ledger.entries(job.run, 0, 100)).map(
    ({ body }) => (JSON.parse(body) as { cause: { kind: string } }).cause.kind,
  )
  expect(causes).toContain('attempt.lost')
  expect(causes).not.toContain('attempt.settled')
})
