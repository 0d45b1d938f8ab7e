import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readNoticeReceivers } from '@muster/core'
import { createNoticeLoop } from '@muster/planner'
import { waitFor } from '@muster/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { SILENT } from '../support/muster.ts'

const KEY = Buffer.alloc(32, 7)
const GATED = 'name: told\nstages:\n  - { name: ask, type: gate, approvers: [ana], message: a secret }\n'

interface Told {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let engines: Engines
let told: Told[]
let answers: number[]
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    told.push({ headers: request.headers, body })
    response.statusCode = answers.shift() ?? 204
    response.end()
  })
})

beforeEach(async () => {
  told = []
  answers = []
  engines = await openEngines()
  engines.receivers = ['webhook']
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await engines.close()
})

function receiversOf(more: Readonly<Record<string, string>>) {
  const { port } = server.address() as AddressInfo
  return readNoticeReceivers({
    MUSTER_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    MUSTER_WEBHOOK_SECRET: `whsec_${KEY.toString('base64')}`,
    ...more,
  })
}

function loopOf(more: Readonly<Record<string, string>>) {
  const receivers = receiversOf(more)
  return createNoticeLoop({
    ledger: engines.ledger,
    receivers,
    clock: () => engines.now,
    random: () => 0,
    log: SILENT,
  })
}

test('whoever is told of a gate can prove who told, is told again under the same id until he answers well, and learns no secret', async () => {
  const { run } = await (await engines.open()).submit(submissionOf(GATED))
  answers = [500]
  const loop = loopOf({ MUSTER_WEBHOOK_PRIVATE: 'allow' })
  await loop.start()
  await waitFor(() => told.length === 1)
  engines.now += 60_000
  await waitFor(() => told.length === 2)
  await loop.stop()
  const [first, second] = told
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = second?.headers ?? {}
  const mac = createHmac('sha256', KEY)
    .update(`${String(id)}.${String(at)}.${second?.body}`)
    .digest('base64')
  expect(signature).toBe(`v1,${mac}`)
  expect(JSON.parse(second?.body ?? '')).toMatchObject({
    type: 'gate.opened',
    gate: `${run.id}.ask`,
    approvers: ['ana'],
  })
  expect(second?.body).not.toContain('secret')
  expect(await engines.ledger.takeNotices(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 10)).toEqual([])
})

test('a loopback address is told nothing unless that is allowed, and no run waits for that', async () => {
  const engine = await engines.open()
  const { run } = await engine.submit(submissionOf(GATED))
  const loop = loopOf({})
  await loop.start()
  const row = async () => (await engines.ledger.takeNotices(engines.now, engines.now, 10)).length
  await waitFor(async () => (await row()) === 0)
  await loop.stop()
  expect(told).toEqual([])
  const [gate] = await engines.ledger.gates({ run: run.id })
  const voter = { kind: 'person', name: 'ana', roles: [] } as const
  const vote = {
    tenant: 'default',
    run: run.id,
    stage: 'ask',
    voter,
    decision: 'approve',
    comment: null,
  } as const
  expect(await engine.decide({ ...vote, seen: gate?.digest ?? '' })).toBe('approved')
})

test('a secret that is too short, and an address that is none, are refused without being repeated', () => {
  expect(() => receiversOf({ MUSTER_WEBHOOK_SECRET: 'hunter2' })).toThrow(/MUSTER_WEBHOOK_SECRET/)
  expect(() => receiversOf({ MUSTER_SLACK_WEBHOOK_URL: 'ftp://hunter2' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') as string }),
  )
})
