import { type Actor, type AuditPlace, DEFAULT_TENANT, readAuditPlace, toMusterError } from '@muster/core'
import type { Engine } from '@muster/engine'
import { verifyLedger } from '@muster/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { ANN, BOB } from '../support/muster.ts'

const EVE: Actor = { kind: 'person', name: 'eve', roles: ['viewer'] }
const PLAIN = 'name: plain\nstages: [{ name: work }]'

let engines: Engines
let engine: Engine
beforeAll(async () => {
  engines = await openEngines()
  await engines.ledger.createTenant('acme')
  engine = await engines.open()
})
afterAll(() => engines.close())

function start(by: Actor, tenant: string = DEFAULT_TENANT): Promise<string> {
  return codeOf(engine.submit({ ...submissionOf(PLAIN), by, tenant }))
}

function codeOf(of: Promise<unknown>): Promise<string> {
  return of.then(
    () => 'allowed',
    (error: unknown) => toMusterError(error).code,
  )
}

async function kept(tenant: string = DEFAULT_TENANT) {
  return (await engine.refusals.list(tenant, { refusals: null, register: 1 }, 200)).entries
}

test('what was refused outside of runs is kept: who asked at which door for what, and what denied it', async () => {
  const vote = { tenant: DEFAULT_TENANT, voter: BOB, decision: 'approve', comment: null } as const
  const of = { tenant: DEFAULT_TENANT, scope: 'template', id: 'default', reason: 'because' } as const
  expect(await start(EVE)).toBe('MUSTER_POLICY_DENIED')
  expect(await codeOf(engine.revoke({ ...of, by: EVE }))).toBe('MUSTER_POLICY_DENIED')
  expect(await codeOf(engine.decide({ ...vote, run: 'plain-0', stage: 'ask' }))).toBe('MUSTER_GATE_NOT_FOUND')
  const { run } = await engine.submit(submissionOf(PLAIN))
  expect(await codeOf(engine.decide({ ...vote, run: run.id, stage: 'ask' }))).toBe('MUSTER_GATE_NOT_FOUND')
  await engine.flush()
  const policy = { digest: engines.policies.digest, because: [] }
  const told = { what: 'refused', at: engines.now, since: engines.now, count: 1 }
  expect(await kept()).toMatchObject([
    // The second vote within a minute was counted, and written when the process ended.
    { ...told, seq: 4, by: BOB, door: 'gate.vote', on: `${run.id}.ask`, because: 'MUSTER_GATE_NOT_FOUND' },
    { ...told, seq: 3, by: BOB, door: 'gate.vote', on: 'plain-0.ask', because: 'MUSTER_GATE_NOT_FOUND' },
    { ...told, seq: 2, by: EVE, door: 'run.revoke', on: 'default', because: 'MUSTER_POLICY_DENIED', policy },
    { ...told, seq: 1, by: EVE, door: 'run.start', on: 'plain', because: 'MUSTER_POLICY_DENIED', policy },
  ])
  const page = await engine.refusals.list(DEFAULT_TENANT, { refusals: 3, register: 1 }, 1)
  expect(page).toMatchObject({ entries: [{ seq: 2 }], next: '2.1' })
  expect(await kept('acme')).toEqual([])
  expect(await verifyLedger(engines.ledger, null)).toMatchObject({ refusals: 4, broken: [] })
})

test('of one person at one door for one reason a minute leaves one entry, with how many it stands for', async () => {
  engines.now += 60_000
  await engine.enforce()
  const before = (await kept()).length
  for (let count = 0; count < 10; count += 1) await start(EVE)
  expect(await kept()).toHaveLength(before + 1)
  engines.now += 59_999
  await engine.enforce()
  expect(await kept()).toHaveLength(before + 1)
  engines.now += 1
  await engine.enforce()
  expect(await kept()).toHaveLength(before + 2)
  expect((await kept())[0]).toMatchObject({ count: 9, by: EVE, since: engines.now - 60_000, at: engines.now })
})

test('whoever is refused, a minute leaves no more than 31 entries of a tenant, and another tenant keeps its own', async () => {
  const people = Array.from({ length: 60 }, (_, number): Actor => ({ ...EVE, name: `eve-${number}` }))
  await Promise.all(people.flatMap((by) => [start(by, 'acme'), start(by, 'acme')]))
  const found = await kept('acme')
  expect(found).toHaveLength(31)
  expect(found.filter(({ by }) => by === null)).toHaveLength(1)
  engines.now += 60_000
  await engine.enforce()
  expect((await kept('acme')).reduce((sum, { count }) => sum + count, 0)).toBe(120)
  const before = (await kept()).length
  await start(ANN)
  expect(await start({ ...EVE, name: 'eve-61' })).toBe('MUSTER_POLICY_DENIED')
  expect(await kept()).toHaveLength(before + 1)
  expect(await verifyLedger(engines.ledger, null)).toMatchObject({ broken: [] })
})

test('however many processes write, a minute leaves no more than 31 refusals of a tenant, and room for what somebody known did', async () => {
  await engines.ledger.createTenant('wide')
  const others = await Promise.all(Array.from({ length: 3 }, () => engines.open()))
  const people = Array.from({ length: 20 }, (_, number): Actor => ({ ...EVE, name: `eve-${number}` }))
  const refusals = others.flatMap((one, process) =>
    people.map((by) =>
      codeOf(
        one.submit({ ...submissionOf(PLAIN), by: { ...by, name: `${by.name}-${process}` }, tenant: 'wide' }),
      ),
    ),
  )
  await Promise.all(refusals)
  expect(await kept('wide')).toHaveLength(31)
  await others[0]?.refusals.note({
    kind: 'logged-in',
    tenant: 'wide',
    by: ANN,
    on: '127.0.0.1',
    with: 'token',
  })
  expect((await kept('wide')).slice(0, 1)).toMatchObject([{ what: 'logged-in', by: ANN, because: 'token' }])
  engines.now += 60_000
  for (const one of others) await one.keepUp()
  const told = (await kept('wide')).filter(({ what }) => what === 'refused')
  expect(told.length).toBeLessThanOrEqual(62)
  expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(60)
})

test('what happened outside of runs and what changed who may do what are told together, page by page, none twice', async () => {
  await engines.ledger.createTenant('both')
  const by: Actor = { kind: 'person', name: 'olga', roles: ['owner'] }
  for (let count = 0; count < 3; count += 1) {
    engines.now += 60_000
    await engine.refusals.note({ kind: 'logged-in', tenant: 'both', by, on: '::1', with: 'oidc' })
    await engine.setQuota({ tenant: 'both', project: null, limits: { runs: count + 1 }, reason: 'more', by })
  }
  const told: string[] = []
  let place: AuditPlace | null = { refusals: null, register: null }
  while (place !== null) {
    const { entries, next } = await engine.refusals.list('both', place, 2)
    told.push(...entries.map(({ chain, seq }) => `${chain} ${seq}`))
    place = next === null ? null : readAuditPlace(next)
  }
  expect(told).toEqual(['refusals 3', 'register 3', 'refusals 2', 'register 2', 'refusals 1', 'register 1'])
})
