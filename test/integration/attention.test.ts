import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, agentId, openEntry, toMusterError } from '@muster/core'
import { Muster } from '@muster/sdk'
import { QueueClient } from '@muster/sdk/queue'
import { connectStore, createVotesWorker, type StoreConnection } from '@muster/store'
import { startRedis, type TestServer } from '@muster/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Dashboard } from '../../apps/dashboard/src/index.ts'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { SILENT } from '../support/muster.ts'
import { cli } from '../support/processes.ts'
import { dashboardOver } from '../support/serve.ts'

const ASK = 'name: ask\nstages: [{ name: ask, type: gate, approvers: [ben] }]'
const POLICIES = `
@id("twenty-a-minute-are-too-many")
forbid (principal is Person, action == Action::"gate.vote", resource)
when { context.decision == "approve" && context.approvalsInMinute >= 19 };
@id("read-first")
forbid (principal is Person, action == Action::"gate.vote", resource)
when { context.decision == "approve" && resource.people.contains("reader") && context.shownSeconds < 5 };
`
const READ = 'name: read\nstages: [{ name: ask, type: gate, approvers: [reader] }]'
const AUTHOR: Actor = { kind: 'person', name: 'ann', roles: ['author'] }
const OWNER = 'the token of the owner'

let directory = ''
let store: TestServer
let connection: StoreConnection
let engines: Engines
let queue: QueueClient
/** Two processes of one fleet: what one is told the other knows by the ledger alone. */
let dashboards: readonly [Dashboard, Dashboard]
const tokens = { ben: '', reader: '' }
type Name = keyof typeof tokens

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-attention-'))
  await writeFile(join(directory, 'own.cedar'), POLICIES)
  store = await startRedis()
  connection = await connectStore(store.url)
  engines = await openEngines(undefined, directory)
  engines.now = Date.now()
  const dashboard = async (takesVotes: boolean) =>
    dashboardOver(engines, await engines.open(), {
      ...(takesVotes && { votes: (take) => createVotesWorker(connection, take, SILENT) }),
      owner: 'oda',
      token: OWNER,
    })
  dashboards = [await dashboard(true), await dashboard(false)]
  for (const one of dashboards) await one.start()
  const owner = new Muster({ url: dashboards[0].url(), token: OWNER })
  for (const as of ['ben', 'reader'] as const)
    tokens[as] = (await owner.createToken({ name: 'test', as, roles: ['approver'] })).token
  queue = new QueueClient({ storeUrl: store.url })
})
afterAll(async () => {
  await queue.close()
  for (const one of dashboards) await one.stop()
  await engines.close()
  await connection.close()
  await store.stop()
  await rm(directory, { recursive: true })
})
beforeEach(() => {
  engines.now += 10 * 60_000
})

async function waiting(pipeline: string): Promise<string> {
  const engine = await engines.open()
  const { run } = await engine.submit({ ...submissionOf(pipeline, crypto.randomUUID()), by: AUTHOR })
  return agentId(run.id, 'ask')
}

const at = (dashboard: 0 | 1, who: Name) =>
  new Muster({ url: dashboards[dashboard].url(), token: tokens[who] })

type Approve = (gate: string, who: Name) => Promise<unknown>
const seenOf = async (gate: string, who: Name) => ({ seen: (await at(0, who).gate(gate)).digest })
const SURFACES = {
  'one dashboard': async (gate, who) => at(0, who).vote(gate, 'approve', await seenOf(gate, who)),
  'the other dashboard': async (gate, who) => at(1, who).vote(gate, 'approve', await seenOf(gate, who)),
  'a batch': async (gate, who) => {
    const { seen } = await seenOf(gate, who)
    const { refused } = await at(1, who).voteAll([{ gate, seen }], 'approve', { mode: 'each' })
    return refused[0]?.error
  },
  'the queue': async (gate, who) =>
    queue.vote(gate, 'approve', { token: tokens[who], ...(await seenOf(gate, who)) }),
  'the CLI': async (gate, who) => {
    const { seen } = await seenOf(gate, who)
    const env = { MUSTER_URL: dashboards[1].url(), MUSTER_TOKEN: tokens[who] }
    return (await cli(['approve', gate, '--seen', seen], { env })).output
  },
} as const satisfies Readonly<Record<string, Approve>>

/** The policy that refused it, or null. */
async function refusedBy(of: Promise<unknown>): Promise<string | null> {
  const answer = await of.catch((thrown: unknown) => toMusterError(thrown).message)
  return /`(twenty-a-minute-are-too-many|read-first)`/.exec(JSON.stringify(answer))?.[1] ?? null
}

test('the twentieth approval within a minute is refused wherever it is given, however the others were', async () => {
  const ways = [SURFACES['one dashboard'], SURFACES['the other dashboard'], SURFACES['the queue']]
  const approve = (count: number): Approve => ways[count % ways.length] as Approve
  for (let count = 0; count < 19; count += 1) {
    engines.now += 1_000
    expect(await refusedBy(approve(count)(await waiting(ASK), 'ben'))).toBeNull()
  }
  const gate = await waiting(ASK)
  for (const [name, one] of Object.entries(SURFACES))
    expect([name, await refusedBy(one(gate, 'ben'))]).toEqual([name, 'twenty-a-minute-are-too-many'])
  engines.now += 42_000
  expect(await refusedBy(approve(0)(gate, 'ben'))).toBeNull()
})

test('of approvals that one dashboard is given at the same moment no more count than one after the other', async () => {
  const gates = await Promise.all(Array.from({ length: 25 }, () => waiting(ASK)))
  const answers = await Promise.all(gates.map((gate) => refusedBy(SURFACES['one dashboard'](gate, 'ben'))))
  expect(answers.filter((one) => one === null)).toHaveLength(19)
})

test('who was shown a gate seconds ago, or never, does not approve it, wherever they do; the vote tells since when they looked', async () => {
  const gate = await waiting(READ)
  for (const [name, one] of Object.entries(SURFACES))
    expect([name, await refusedBy(one(gate, 'reader'))]).toEqual([name, 'read-first'])
  const shownAt = engines.now
  await at(0, 'reader').evidence(gate)
  engines.now += 4_999
  await at(1, 'reader').evidence(gate)
  for (const [name, one] of Object.entries(SURFACES))
    expect([name, await refusedBy(one(gate, 'reader'))]).toEqual([name, 'read-first'])
  engines.now += 1
  expect(await refusedBy(SURFACES['the other dashboard'](gate, 'reader'))).toBeNull()
  const [run = ''] = gate.split('.')
  const facts = (await engines.ledger.entries(run, 0, 100)).map(({ body }) => openEntry(body).cause)
  expect(facts.find(({ kind }) => kind === 'gate.voted')).toMatchObject({ vote: { shownAt } })
  expect(await engines.ledger.votes(run)).toMatchObject([{ shownAt, at: shownAt + 5_000 }])
})
