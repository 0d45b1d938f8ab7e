import {
  type Actor,
  agentId,
  type Decision,
  type ErrorBody,
  MusterError,
  openEntry,
  QueueNames,
  type VoteJob,
} from '@muster/core'
import type { Engine } from '@muster/engine'
import { hashSecret, signVote } from '@muster/identity'
import { Muster } from '@muster/sdk'
import { QueueClient } from '@muster/sdk/queue'
import { connectStore, createVotesWorker, type StoreConnection } from '@muster/store'
import { startRedis, type TestServer, waitFor } from '@muster/testing'
import { Queue } from 'bullmq'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dashboard } from '../../apps/dashboard/src/index.ts'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { SILENT } from '../support/muster.ts'
import { dashboardOver } from '../support/serve.ts'

const ASK = `
name: ask
stages:
  - { name: ask, type: gate, approvers: [ann, ben, cleo], quorum: 2 }
`
const OWNER = 'the token of the owner'
const NAMES = ['ann', 'ben', 'cleo', 'eve'] as const
type Name = (typeof NAMES)[number]

let store: TestServer
let connection: StoreConnection
let engines: Engines
let engine: Engine
let dashboard: Dashboard
let owner: Muster
let client: QueueClient
let queue: Queue<unknown>
const tokens = new Map<Name, string>()

beforeAll(async () => {
  store = await startRedis()
  connection = await connectStore(store.url)
  engines = await openEngines()
  engines.now = Date.now()
  engine = await engines.open()
  dashboard = dashboardOver(engines, engine, {
    votes: (take) => createVotesWorker(connection, take, SILENT),
    owner: 'oda',
    token: OWNER,
  })
  await dashboard.start()
  owner = new Muster({ url: dashboard.url(), token: OWNER })
  for (const name of NAMES) tokens.set(name, await tokenOf(name))
  client = new QueueClient({ storeUrl: store.url })
  queue = new Queue<unknown>(QueueNames.votes, { connection: connection.client, skipVersionCheck: true })
})
afterAll(async () => {
  await client.close()
  await queue.close()
  await dashboard.stop()
  await engines.close()
  await connection.close()
  await store.stop()
})

async function tokenOf(
  as: string,
  more: { roles?: readonly string[]; forMs?: number } = {},
): Promise<string> {
  return (await owner.createToken({ name: 'test', as, roles: ['approver'], ...more })).token
}

async function submitted(by: string): Promise<string> {
  const actor: Actor = { kind: 'person', name: by, roles: ['author'] }
  const { run } = await engine.submit({ ...submissionOf(ASK, crypto.randomUUID()), by: actor })
  return run.id
}

const digestOf = async (run: string) => (await owner.gate(agentId(run, 'ask'))).digest
const factsOf = async (run: string) =>
  (await engines.ledger.entries(run, 0, 100))
    .map(({ body }) => openEntry(body))
    .flatMap(({ cause, effects }) => [cause, ...effects])

interface Said {
  readonly who: Name
  readonly decision: Decision
  readonly seen?: string
  readonly to?: string
}
type Say = (gate: string, said: Said & { readonly seen: string }) => Promise<unknown>

const byApi: Say = (gate, { who, decision, ...more }) =>
  new Muster({ url: owner.url, token: tokens.get(who) ?? '' }).vote(gate, decision, more)
const byQueue: Say = (gate, { who, decision, ...more }) =>
  client.vote(gate, decision, { token: tokens.get(who) ?? '', ...more })

/** What a run of votes comes to: how each is answered, and what the ledger then holds. */
async function cameOf(say: Say, votes: readonly Said[]): Promise<unknown> {
  const run = await submitted('ann')
  const gate = agentId(run, 'ask')
  const seen = await digestOf(run)
  const answers: unknown[] = []
  for (const vote of votes)
    answers.push(
      await say(gate, { seen, ...vote }).catch((thrown: unknown) => {
        if (!(thrown instanceof MusterError)) throw thrown
        return [thrown.code, thrown.message, thrown.hint]
      }),
    )
  const facts = (await factsOf(run)).map((fact) => ({ ...fact, graph: null, digest: null }))
  const text = JSON.stringify({ answers, facts }).replaceAll(run, 'RUN').replaceAll(seen, 'SEEN')
  return JSON.parse(text.replaceAll(/"surface":"\w+"/g, '"surface":"any"')) as unknown
}

const approve = (who: Name): Said => ({ who, decision: 'approve' })

test.each<[string, string | null, readonly Said[]]>([
  ['counts', null, [approve('ben'), approve('cleo')]],
  ['is given twice', 'MUSTER_GATE_VOTED', [approve('ben'), approve('ben')]],
  ['says the opposite', 'MUSTER_GATE_CONFLICT', [approve('ben'), { who: 'ben', decision: 'reject' }]],
  ['is late', 'MUSTER_GATE_CLOSED', [approve('ben'), approve('cleo'), approve('ben')]],
  ['saw something else', 'MUSTER_GATE_STALE', [{ ...approve('ben'), seen: 'sha256:0' }]],
  ['is of a stranger', 'MUSTER_GATE_NOT_APPROVER', [approve('eve')]],
  ['is of the author', 'MUSTER_GATE_AUTHOR', [approve('ann')]],
  ['sends back without a word', 'MUSTER_GATE_COMMENT', [{ who: 'ben', decision: 'send-back' }]],
  ['is handed to the author', 'MUSTER_GATE_DELEGATE', [{ who: 'ben', decision: 'delegate', to: 'ann' }]],
])('a vote by queue that %s comes to the same as one by the API', async (_, code, votes) => {
  const [api, queued] = await Promise.all([cameOf(byApi, votes), cameOf(byQueue, votes)])
  expect(queued).toEqual(api)
  if (code !== null) expect(JSON.stringify(queued)).toContain(code)
})

/** Puts any data into the queue, as whoever has the store may; answers what its job came to. */
async function put(data: unknown): Promise<unknown> {
  const { id = '' } = await queue.add('vote', data)
  await waitFor(async () => (await queue.getJob(id))?.finishedOn !== undefined, {
    timeoutMs: 10_000,
    everyMs: 5,
  })
  return (await queue.getJob(id))?.returnvalue as unknown
}
const codeOf = (answer: unknown) => (answer as Partial<ErrorBody>).error?.code
const signed = (token: string, vote: object): VoteJob => {
  const text = JSON.stringify(vote)
  return { token: hashSecret(token), vote: text, signature: signVote(token, text) }
}

test('a vote by queue that nobody signed who may is refused, and leaves no trace in the ledger', async () => {
  const run = await submitted('ann')
  const vote = { gate: agentId(run, 'ask'), decision: 'approve', seen: await digestOf(run), at: engines.now }
  const ben = tokens.get('ben') ?? ''
  const good = signed(ben, vote)
  const before = await factsOf(run)
  const other = signed('muster_unknown', vote)
  const short = await tokenOf('ben', { forMs: 1_000 })
  engines.now += 2_000
  const revoked = await owner.createToken({ name: 'gone', as: 'ben', roles: ['approver'] })
  await owner.revokeToken(revoked.view.id)
  const forged: readonly (readonly [string, unknown])[] = [
    ['another answer', { ...good, vote: good.vote.replace('approve', 'reject') }],
    ['the signature of another', { ...good, signature: other.signature }],
    ['a token that there is not', other],
    ['the hash of another', { ...good, token: hashSecret(tokens.get('cleo') ?? '') }],
    ['a token that has expired', signed(short, vote)],
    ['a token that was revoked', signed(revoked.token, vote)],
    ['nothing', {}],
    ['no object', 'vote'],
    ['null', null],
    ['something else for a text', { ...good, vote }],
    ['no key', { ...good, signature: '' }],
    ['a signature from over an hour ago', signed(ben, { ...vote, at: engines.now - 3_601_000 })],
    ['a signature from a time to come', signed(ben, { ...vote, at: engines.now + 3_600_000 })],
  ]
  for (const [what, job] of forged)
    expect([what, codeOf(await put(job))]).toEqual([what, 'MUSTER_NOT_AUTHENTICATED'])
  const viewer = await tokenOf('ben', { roles: ['viewer'] })
  expect(codeOf(await put(signed(viewer, vote)))).toBe('MUSTER_NOT_ALLOWED')
  for (const malformed of [
    { ...vote, as: 'cleo' },
    { ...vote, decision: 'maybe' },
    { ...vote, at: 'now' },
  ])
    expect(codeOf(await put(signed(ben, malformed)))).toBe('MUSTER_BODY')
  expect(await factsOf(run)).toEqual(before)

  expect(await put(good)).toMatchObject({ gate: { votes: [{ voter: { name: 'ben' }, surface: 'queue' }] } })
  expect(codeOf(await put(good))).toBe('MUSTER_GATE_VOTED')
  expect((await factsOf(run)).filter(({ kind }) => kind === 'gate.refused')).toHaveLength(1)
})

test('a vote waits in the queue without the token of its voter, and is gone once it is answered', async () => {
  const run = await submitted('ann')
  const token = tokens.get('cleo') ?? ''
  await queue.obliterate({ force: true })
  const counted = client.vote(agentId(run, 'ask'), 'approve', { token, seen: await digestOf(run) })
  const kept: string[] = []
  const look = async () => {
    for (const job of await queue.getJobs()) kept.push(JSON.stringify([job.data, job.returnvalue, job.opts]))
  }
  await Promise.all([
    counted,
    waitFor(async () => (await look(), kept.length > 0), { timeoutMs: 10_000, everyMs: 1 }),
  ])
  expect(kept.join()).toContain(hashSecret(token))
  expect(kept.join()).not.toContain(token)
  expect(await queue.getJobCounts()).toMatchObject({ completed: 0, failed: 0, waiting: 0, active: 0 })
})

test('nobody can say that a vote came by the queue which did not', async () => {
  const run = await submitted('ann')
  const answer = await fetch(`${owner.url}/api/gates/${agentId(run, 'ask')}/votes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.get('ben') ?? ''}` },
    body: JSON.stringify({ decision: 'approve', surface: 'queue', seen: await digestOf(run) }),
  })
  expect(await answer.json()).toMatchObject({ gate: { votes: [{ surface: 'api' }] } })
})
