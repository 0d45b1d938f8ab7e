import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DEFAULT_TENANT,
  type NoticeRow,
  type Principal,
  sealRevocation,
  type WebhookBody,
} from '@muster/core'
import { createWebhooks } from '@muster/engine'
import { createKeySecret } from '@muster/identity'
import { createNoticeLoop } from '@muster/planner'
import { createWebhookSender, type Resolve } from '@muster/runtime'
import { waitFor } from '@muster/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { ANN, SILENT } from '../support/muster.ts'

const GATED =
  'name: told\nstages:\n  - { name: ask, type: gate, approvers: [ana], allow_author: true, message: a secret }\n'
const GROUND = { digest: 'sha256:p', because: ['owners-do-everything'] }

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
    response.setHeader('location', '/elsewhere')
    response.end()
  })
})

beforeEach(async () => {
  told = []
  answers = []
  engines = await openEngines()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await engines.close()
})

const urlOf = (host: string) => `http://${host}:${(server.address() as AddressInfo).port}/hook?key=hunter2`

function administrator(tenant = DEFAULT_TENANT): Principal {
  const actor = { kind: 'person', name: 'ada', roles: ['admin'] } as const
  return { tenant, project: null, actor, permissions: ['administer'], authentication: { by: 'owner' } }
}

const add = (body: Partial<WebhookBody> = {}, tenant?: string) =>
  engines.webhooks.add(administrator(tenant), { name: 'the pager', url: urlOf('127.0.0.1'), ...body }, GROUND)

const sender = (resolve?: Resolve) =>
  createWebhookSender({
    hosts: engines.webhookHosts,
    clock: () => engines.now,
    ...(resolve !== undefined && { resolve }),
  })

function openLoop() {
  const { ledger, webhooks } = engines
  return createNoticeLoop({
    ledger,
    webhooks,
    send: sender(),
    clock: () => engines.now,
    random: () => 0,
    log: SILENT,
  })
}

const due = (): Promise<readonly NoticeRow[]> =>
  engines.ledger.takeNotices(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 10)

test('whoever is told of a gate can prove who told, is told again under the same id until he answers well, and learns no secret', async () => {
  const { secret } = await add()
  const { run } = await (await engines.open()).submit(submissionOf(GATED))
  answers = [500]
  const loop = openLoop()
  await loop.start()
  await waitFor(() => told.length === 1)
  // Time goes on until he is told again: the first try may be settled only after it was answered.
  await waitFor(() => {
    engines.now += 60_000
    return told.length === 2
  })
  await loop.stop()
  const [first, second] = told
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = second?.headers ?? {}
  const key = Buffer.from((secret ?? '').slice('whsec_'.length), 'base64')
  const mac = createHmac('sha256', key)
    .update(`${String(id)}.${String(at)}.${second?.body}`)
    .digest('base64')
  expect(signature).toBe(`v1,${mac}`)
  expect(JSON.parse(second?.body ?? '')).toMatchObject({
    type: 'gate.opened',
    gate: `${run.id}.ask`,
    approvers: ['ana'],
  })
  expect(second?.body).not.toContain('secret')
  expect(await due()).toEqual([])
})

test('each tenant is told of its own alone, of what it asked for, by all processes from then on, and of nothing once it is removed', async () => {
  await engines.ledger.createTenant('acme')
  // One that decided before: it is behind, finds out when it commits, and decides again.
  const engine = await engines.open()
  await engine.submit(submissionOf(GATED))
  expect(await due()).toEqual([])
  const { webhook } = await add({ events: ['gate.decided', 'run.succeeded'] })
  await add({ events: ['gate.opened'] }, 'acme')
  const { run } = await engine.submit(submissionOf(GATED))
  expect(await due()).toEqual([])
  const voter = { kind: 'person', name: 'ana', roles: [] } as const
  const seen = (await engines.ledger.gates({ run: run.id }))[0]?.digest ?? ''
  const vote = { tenant: DEFAULT_TENANT, run: run.id, stage: 'ask', voter, comment: null, seen } as const
  expect(await engine.decide({ ...vote, decision: 'approve' })).toBe('approved')
  const rows = await due()
  expect(rows.map(({ receiver, body }) => [receiver, body.type, body.tenant]).toSorted()).toEqual([
    [webhook.id, 'gate.decided', DEFAULT_TENANT],
    [webhook.id, 'run.succeeded', DEFAULT_TENANT],
  ])
  await engines.webhooks.remove(administrator(), webhook.id, GROUND)
  const loop = openLoop()
  engines.now = Number.MAX_SAFE_INTEGER
  await loop.start()
  await waitFor(async () => (await due()).length === 0)
  await loop.stop()
  expect(told).toEqual([])
})

test('no run waits for a webhook that cannot be told', async () => {
  await add({ url: 'https://127.0.0.1:1/closed' })
  const engine = await engines.open()
  const { run } = await engine.submit(submissionOf(GATED))
  const loop = openLoop()
  await loop.start()
  await waitFor(async () => (await engines.ledger.takeNotices(engines.now, engines.now, 10)).length === 0)
  const [gate] = await engines.ledger.gates({ run: run.id })
  const voter = { kind: 'person', name: 'ana', roles: [] } as const
  const of = { tenant: DEFAULT_TENANT, run: run.id, stage: 'ask', voter, comment: null } as const
  expect(await engine.decide({ ...of, decision: 'approve', seen: gate?.digest ?? '' })).toBe('approved')
  await loop.stop()
})

describe('who registers a webhook', () => {
  const target = (url: string) => ({ url, kind: 'slack', key: null }) as const
  const test1 = { type: 'webhook.test', at: 1, tenant: DEFAULT_TENANT } as const
  const never = new AbortController().signal
  const tell = (url: string, resolve?: Resolve) => sender(resolve)(target(url), 'id', test1, never)

  test('has nothing asked that only Muster can reach, whatever the name is called', async () => {
    for (const address of [
      '127.0.0.1',
      '10.0.0.1',
      '169.254.169.254',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
    ]) {
      const resolve: Resolve = async () => [
        { address: '8.8.8.8', family: 4 },
        { address, family: address.includes(':') ? 6 : 4 },
      ]
      expect(await tell('https://hooks.example.com/x', resolve)).toContain('which is not public')
      const literal = address.includes(':') ? `[${address}]` : address
      if (address !== '127.0.0.1') expect(await tell(`https://${literal}/x`)).toContain('which is not public')
    }
    expect(await tell('https://0x0a.1/x')).toContain('which is not public')
    expect(told).toEqual([])
  })

  test('has it asked over https alone, but for the hosts that the fleet names', async () => {
    const refused = { code: 'MUSTER_WEBHOOK_ADDRESS' }
    for (const url of [
      'http://hooks.example.com/x',
      'ftp://127.0.0.1',
      'https://me:hunter2@example.com',
      'x',
    ])
      await expect(add({ url })).rejects.toMatchObject(refused)
    await expect(add({ url: 'http://hunter2/' })).rejects.toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') as string }),
    )
    expect(await tell('http://hooks.example.com/x')).toContain('https://')
  })

  test('has the address asked that was looked at, though the name means another by then', async () => {
    const asked: string[] = []
    const rebinding: Resolve = async (name) => {
      asked.push(name)
      return [{ address: asked.length === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
    }
    expect(await tell(urlOf('hooks.test'), rebinding)).toBeNull()
    expect([asked, told.length]).toEqual([['hooks.test'], 1])
    expect(told[0]?.headers.host).toContain('hooks.test')
  })

  test('is not followed where an answer leads', async () => {
    answers = [302]
    expect(await tell(urlOf('127.0.0.1'))).toBe('it answered 302')
    expect(told).toHaveLength(1)
  })

  test('is shown its secret once; the ledger keeps address and secret encrypted, each for its own webhook', async () => {
    const { webhook, secret } = await add()
    const [row] = await engines.ledger.webhooks(DEFAULT_TENANT)
    const kept = JSON.stringify([row, await engines.ledger.revocations(new Map())])
    expect(kept).not.toContain('hunter2')
    expect(kept).not.toContain((secret ?? '').slice('whsec_'.length))
    expect(JSON.stringify(await engines.webhooks.list(DEFAULT_TENANT))).not.toMatch(/hunter2|whsec|sealed/)
    expect(await engines.webhooks.target(DEFAULT_TENANT, webhook.id)).toMatchObject({
      url: urlOf('127.0.0.1'),
    })
    // Whoever can write to the database cannot have one told in the name of another.
    const moved = { ...row, id: 'another' } as NonNullable<typeof row>
    const link = { tenant: DEFAULT_TENANT, at: 1, target: 'another', by: ANN, reason: '' }
    await engines.ledger.addWebhook(moved, (links) =>
      sealRevocation(links.at(-1)?.hash ?? '', {
        ...link,
        seq: 2,
        kind: 'added',
        scope: 'webhook',
        events: [],
      }),
    )
    await expect(engines.webhooks.target(DEFAULT_TENANT, 'another')).rejects.toMatchObject({
      code: 'MUSTER_KEYS_LOCKED',
    })
  })

  test('is told after the secret at rest changed, and nothing starts without the one that is needed', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'muster-webhooks-'))
    const file = join(directory, 'key.secret')
    const { ledger, webhookHosts: hosts } = engines
    const start = async (...secrets: readonly string[]) => {
      await writeFile(file, secrets.map((one) => one.repeat(32)).join('\n'))
      const secret = createKeySecret(file)
      const webhooks = createWebhooks({ ledger, clock: () => engines.now, secret, hosts })
      await webhooks.check()
      return webhooks
    }
    const body = { name: 'the pager', url: urlOf('127.0.0.1') }
    const { webhook } = await (await start('a')).add(administrator(), body, GROUND)
    await start('b', 'a')
    expect(await (await start('b')).target(DEFAULT_TENANT, webhook.id)).toMatchObject({ url: body.url })
    await expect(start('a')).rejects.toMatchObject({ code: 'MUSTER_KEYS_LOCKED' })
    await rm(directory, { recursive: true })
  })

  test('leaves a link in the chain of the tenant, at adding and at removing', async () => {
    const { webhook } = await add()
    await engines.webhooks.remove(administrator(), webhook.id, GROUND)
    const links = await engines.ledger.revocations(new Map())
    expect(links.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { seq: 1, kind: 'added', scope: 'webhook', target: webhook.id, by: { name: 'ada' }, policy: GROUND },
      { seq: 2, kind: 'removed', scope: 'webhook', target: webhook.id, prev: links[0]?.hash },
    ])
    await expect(engines.webhooks.remove(administrator(), webhook.id, GROUND)).rejects.toMatchObject({
      code: 'MUSTER_WEBHOOK_NOT_FOUND',
    })
  })
})
