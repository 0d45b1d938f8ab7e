import { Muster } from '@muster/sdk'
import { createMeter } from '@muster/telemetry'
import { A_STORE } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dashboard } from '../../apps/dashboard/src/index.ts'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { dashboardOver } from '../support/serve.ts'

const OWNER = 'the token of the owner'
const ASK = 'name: ask\nstages: [{ name: ask, type: gate, approvers: [ben] }]'

let engines: Engines
let dashboard: Dashboard
let owner: Muster
beforeAll(async () => {
  engines = await openEngines()
  engines.now = Date.now()
  await engines.ledger.createTenant('acme')
  const meter = createMeter()
  meter.committed({ attempts: [], entries: [] })
  dashboard = dashboardOver(engines, await engines.open(), {
    meter,
    owner: 'oda',
    token: OWNER,
    fleet: {
      workers: async () => [],
      drain: async () => false,
      store: async () => ({
        ...A_STORE,
        outcomes: { waiting: 7, oldestAt: engines.now - 1_500, reader: null },
      }),
    },
  })
  await dashboard.start()
  owner = new Muster({ url: dashboard.url(), token: OWNER })
})
afterAll(async () => {
  await dashboard.stop()
  await engines.close()
})

const scrape = (token: string) =>
  fetch(`${dashboard.url()}/metrics`, { headers: { authorization: `Bearer ${token}` } })
async function figures(token: string): Promise<Readonly<Record<string, string>>> {
  const lines = (await (await scrape(token)).text()).split('\n').filter((line) => line.startsWith('muster_'))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.split(' ').at(-1) ?? '']),
  )
}

test('a tenant is told of its own gates, approvals and refusals and of the fleet, and of no other tenant', async () => {
  const engine = await engines.open()
  const wait = async () => {
    const { run } = await engine.submit(submissionOf(ASK, crypto.randomUUID()))
    return `${run.id}.ask`
  }
  const ben = (await owner.createToken({ name: 'ben', as: 'ben', roles: ['approver'] })).token
  await new Muster({ url: dashboard.url(), token: ben }).vote(await wait(), 'approve')
  await wait()
  engines.now += 30_000
  const viewer = (await owner.createToken({ name: 'prometheus', kind: 'script', roles: ['viewer'] })).token
  const told = await figures(viewer)
  expect(told).toMatchObject({
    'muster_gates_open{tenant="default"}': '1',
    'muster_gate_oldest_seconds{tenant="default"}': '30',
    'muster_approvals_recent{tenant="default",person="ben"}': '1',
    'muster_audit_entries_total{tenant="default",chain="register"}': '2',
    muster_commits_total: '1',
    muster_outcomes_waiting: '7',
    muster_outcomes_oldest_seconds: '1.5',
    'muster_workers{state="taking"}': '0',
  })
  const acme = (await owner.createToken({ name: 'other', tenant: 'acme', as: 'amy', roles: ['viewer'] }))
    .token
  const theirs = await figures(acme)
  expect(theirs['muster_gates_open{tenant="acme"}']).toBe('0')
  expect(Object.keys(theirs).filter((name) => /default|ben/.test(name))).toEqual([])
})

test('metrics are for nobody who is not known, and not for whoever acts in one project', async () => {
  expect((await scrape('muster_guess')).status).toBe(401)
  const { token } = await owner.createToken({ name: 'narrow', roles: ['viewer'], project: 'default' })
  expect((await scrape(token)).status).toBe(403)
})
