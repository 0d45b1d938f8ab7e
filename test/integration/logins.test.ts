import type { Actor, AuditView } from '@muster/core'
import type { Engine } from '@muster/engine'
import { verifyLedger } from '@muster/ledger'
import { Muster } from '@muster/sdk'
import { A_STORE } from '@muster/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Dashboard } from '../../apps/dashboard/src/index.ts'
import { type Engines, openEngines } from '../support/engines.ts'
import { dashboardOver } from '../support/serve.ts'

const OWNER = 'the token of the owner'

let engines: Engines
/** Two processes that share a ledger, and nothing else. */
let processes: readonly Engine[]
let dashboards: readonly Dashboard[]
let owner: Muster
beforeAll(async () => {
  engines = await openEngines()
  engines.now = Date.now()
  processes = [await engines.open(), await engines.open()]
  dashboards = processes.map((engine) =>
    dashboardOver(engines, engine, {
      owner: 'oda',
      token: OWNER,
      fleet: { workers: async () => [], drain: async () => true, store: async () => A_STORE },
    }),
  )
  for (const one of dashboards) await one.start()
  owner = new Muster({ url: urlOf(0), token: OWNER })
})
afterAll(async () => {
  for (const one of dashboards) await one.stop()
  await engines.close()
})
beforeEach(() => {
  engines.now += 60_000
})

const urlOf = (index: number) => dashboards[index]?.url() ?? ''
async function told(more: { readonly limit?: number } = {}): Promise<readonly AuditView[]> {
  return (await owner.audit(more)).entries.toReversed()
}

test('who logs in and out, makes and revokes tokens and drains workers is in the chains of their tenant', async () => {
  const { token, view } = await owner.createToken({ name: 'laptop', as: 'grace', roles: ['operator'] })
  const link = await fetch(`${urlOf(1)}/?token=${token}`, { redirect: 'manual' })
  const cookie = link.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const headers = { cookie, 'sec-fetch-site': 'same-origin', accept: 'application/json' }
  const grace = new Muster({ url: urlOf(0), token })
  await grace.drainWorker('worker-1')
  await grace.drainWorker('worker-1', { lift: true })
  const left = await fetch(`${urlOf(1)}/logout`, { method: 'POST', headers, redirect: 'manual' })
  expect(left.status).toBe(303)
  await owner.revokeToken(view.id)
  const by: Actor = { kind: 'person', name: 'grace', roles: ['operator'] }
  const entries = await told()
  expect(entries.map(({ what }) => what).toSorted()).toEqual([
    'drained',
    'granted',
    'logged-in',
    'logged-out',
    'revoked',
    'undrained',
  ])
  const of = (what: string) => entries.find((one) => one.what === what)
  expect(of('logged-in')).toMatchObject({ by, on: '127.0.0.1', because: 'token', at: engines.now, count: 1 })
  expect(of('logged-out')).toMatchObject({ by, on: '127.0.0.1' })
  expect(of('drained')).toMatchObject({ by, on: 'worker-1', door: null })
  expect(of('granted')).toMatchObject({ by: { name: 'oda' }, on: `token ${view.id}` })
  expect(await verifyLedger(engines.ledger, null)).toMatchObject({ refusals: 4, revocations: 2, broken: [] })
})

test('whoever guesses at tokens, at whatever dashboard, leaves one entry a minute of each, and the count of the guesses', async () => {
  const before = (await told({ limit: 200 })).length
  const guess = (url: string, number: number) =>
    fetch(`${url}/api/whoami`, { headers: { authorization: `Bearer muster_guess${number}` } })
  const statuses = new Set<number>()
  for (let number = 0; number < 30; number += 1)
    for (const index of [0, 1]) statuses.add((await guess(urlOf(index), number)).status)
  // Past twenty in a minute an address is told to wait, and its guesses are not even looked at.
  expect([...statuses].toSorted()).toEqual([401, 429])
  const now = await told({ limit: 200 })
  expect(now).toHaveLength(before + 2)
  const failed = {
    what: 'refused',
    by: null,
    door: 'login',
    on: '127.0.0.1',
    because: 'MUSTER_NOT_AUTHENTICATED',
  }
  expect(now.slice(-2)).toMatchObject([failed, failed])
  engines.now += 60_000
  for (const one of processes) await one.keepUp()
  const guesses = (await told({ limit: 200 })).slice(before)
  expect(guesses).toHaveLength(4)
  expect(guesses.reduce((sum, { count }) => sum + count, 0)).toBe(40)
})
