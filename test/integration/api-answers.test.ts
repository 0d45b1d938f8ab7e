import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GateView, RunView, SubmitAnswer, TokenAnswer, WebhookAnswer } from '@muster/core'
import { openPgliteLedger } from '@muster/ledger'
import { createFleet, createLogStream, onChange, openQueues, storeFacts } from '@muster/store'
import { startRedis } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dashboard } from '../../apps/dashboard/src/index.ts'
import {
  bodyKeys,
  checkAnswer,
  checkBody,
  checkEvents,
  checkLines,
  DOCUMENTED,
} from '../../apps/dashboard/test/support/check-answer.ts'
import { type Site, startMuster, type TestMuster } from '../support/muster.ts'
import { dashboardOver } from '../support/serve.ts'

const TOKEN = 'the-token-of-the-owner-of-this-muster'
const WALKED = `name: walked
inputs: { place: { type: string, default: here } }
stages:
  - { name: ask, type: gate, gate_type: approval, allow_author: true, timeout: 10m }
  - name: work
    template: script
    requires: [ask]
    config: { inputs: { run: 'echo said; echo kept > "$MUSTER_ARTIFACTS/kept"' } }
`
const WAITING = `name: waiting
stages:
  - { name: one, type: gate, gate_type: approval, allow_author: true, timeout: 10m }
  - { name: two, type: gate, gate_type: approval, allow_author: true, timeout: 10m }
`

/** What takes more than a fleet to answer well, and the test that holds its good answer to the document. */
const ELSEWHERE = {
  'post /api/login': 'apps/dashboard/test/oidc.test.ts',
  'post /api/runs/{run}/effects/{stage}/{effect}/settle': 'apps/dashboard/test/effects.test.ts',
}

let site: Site
let muster: TestMuster
let dashboard: Dashboard
let close: () => Promise<void>
const answered = new Set<string>()

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'muster-api-'))
  const [redis, ledger] = await Promise.all([startRedis(), openPgliteLedger(null)])
  site = { ledger, storeUrl: redis.url, close: () => ledger.close() }
  const pipelines = new Map([['walked', WALKED]])
  muster = await startMuster(site, 1, join(home, 'muster'), undefined, { pipelines })
  const { engine, artifacts, connection } = muster
  const listeners = new Set<(run: string) => void>()
  const unsubscribe = await onChange(connection, (run) => {
    for (const listener of listeners) listener(run)
  })
  const queues = openQueues(connection)
  const { webhooks } = muster
  const parts = { ledger, policies: muster.policy, webhooks, webhookHosts: [], now: Date.now() }
  dashboard = dashboardOver(parts, engine, {
    artifacts,
    queues: () => queues.all(),
    logs: createLogStream(connection),
    fleet: { ...createFleet(connection), store: () => storeFacts(connection) },
    publicKeys: muster.publicKeys,
    changes(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clock: Date.now,
    owner: 'ann',
    token: TOKEN,
  })
  await dashboard.start()
  close = async () => {
    await dashboard.stop()
    await queues.close()
    await unsubscribe()
    await muster.stop()
    await site.close()
    await redis.stop()
    rmSync(home, { recursive: true, force: true })
  }
})
afterAll(() => close())

/** Asks for something that is answered well, and holds what is sent and what comes back to the document. */
async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${dashboard.url()}${path}`, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const checked = await checkAnswer(method, path, response)
  if (checked?.ok !== true)
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
  if (body !== undefined) checkBody(checked.route, body)
  answered.add(checked.route)
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return (isJson ? await response.json() : await response.text()) as Answer
}

/** Votes for all of these gates that are open. */
async function approve(...gates: readonly string[]): Promise<void> {
  for (const gate of gates) {
    const { digest: seen } = await ask<GateView>('get', `/api/gates/${gate}`)
    await ask('post', `/api/gates/${gate}/votes`, {
      decision: 'approve',
      comment: 'yes',
      seen,
      surface: 'api',
    })
  }
}

test('every route of the API answers as the OpenAPI document says, over a fleet at work', async () => {
  await runs()
  await gates()
  await rights()
  await fleet()
  expect([...answered, ...Object.keys(ELSEWHERE)].toSorted()).toEqual([...DOCUMENTED.keys()].toSorted())
}, 60_000)

/** A run from its submission to its end, and again. */
async function runs(): Promise<void> {
  const body = { pipeline: 'walked', inputs: { place: 'there' }, idempotencyKey: 'key' }
  await ask('post', '/api/validate', { pipeline: WALKED, file: 'walked.yaml', inputs: {} })
  await ask('post', '/api/validate', { pipeline: 'name: broken\nstages: [ {} ]\n' })
  await ask('post', '/api/forecasts', body)
  const { run } = await ask<SubmitAnswer>('post', '/api/runs', body)
  await ask('post', '/api/runs', body)
  const of = `/api/runs/${run.id}`
  await ask('get', `${of}/why`)
  await ask('get', '/api/inbox?limit=10')
  await ask('get', `/api/gates/${run.id}.ask/evidence`)
  await approve(`${run.id}.ask`)
  const told = await ask<string>('get', `${of}/events`)
  expect(checkEvents('get /api/runs/{run}/events', told).at(-1)).toBe('end')
  const { stages } = await ask<RunView>('get', of)
  for (const how of ['?attempts=brief', '?attempts=none', '/graph', '/why', '/stages/work', '/stages/ask'])
    await ask('get', of + how)
  for (const how of ['', '?after=1&limit=2', '?stage=work']) await ask('get', `${of}/entries${how}`)
  const lines = await ask<string>('get', `${of}/logs?stage=work&follow=true`)
  expect(checkLines('get /api/runs/{run}/logs', lines)).toBeGreaterThan(0)
  const manifest = stages.find(({ stage }) => stage === 'work')?.manifest ?? ''
  await ask('get', `${of}/stages/work/artifacts/${manifest}`)
  await ask('get', `${of}/checkpoints?stage=work`)
  await ask('get', `/api/gates/${run.id}.ask/evidence`)
  await ask('get', `/api/ledger/verify?run=${run.id}`)
  await ask('post', `${of}/resume`, { stage: 'work', phase: 'PLAN' })
  await ask('post', `${of}/cancel`, { reason: 'a test' })
  await muster.ended(run.id)
  await ask('post', `${of}/retry`, {})
  await ask('get', '/api/runs?counts=true&limit=10&since=1700000000000&by=ann&text=walk&pipeline=walked')
  await ask('get', '/api/runs?since=2d&q=status:failed')
  for (const what of ['q=walk', 'kind=agent&limit=1', `q=${run.id}&kind=entry`, 'q=kind:gate'])
    await ask('get', `/api/search?${what}`)
  await ask('put', '/api/views', { page: 'runs', name: 'mine', query: 'status=failed' })
  await ask('get', '/api/views')
  await ask('delete', '/api/views?page=runs&name=mine')
  await ask('get', '/api/pipelines')
  await ask('get', '/api/pipelines/walked')
}

/** Gates that wait for somebody. */
async function gates(): Promise<void> {
  const { run } = await ask<SubmitAnswer>('post', '/api/runs', { pipeline: WAITING, file: 'waiting.yaml' })
  await ask('get', `/api/runs/${run.id}/why`)
  const asked = await ask<{ gates: readonly GateView[] }>('get', `/api/gates?run=${run.id}&limit=1`)
  expect(asked.gates).toHaveLength(1)
  const seen = async (stage: string) => {
    const gate = `${run.id}.${stage}`
    return { gate, seen: (await ask<GateView>('get', `/api/gates/${gate}`)).digest }
  }
  const two = [await seen('one'), await seen('two')]
  const stale = [two[0], { gate: `${run.id}.two`, seen: 'sha256:0' }] as const
  await ask('post', '/api/votes', { decision: 'abstain', comment: 'no say', gates: stale, mode: 'each' })
  await ask('post', '/api/votes', { decision: 'reject', comment: 'no', gates: two.slice(1) })
  await ask('post', '/api/revocations', { scope: 'run', id: run.id, reason: 'a test' }).catch(() => {})
  await ask('get', `/api/runs/${run.id}`)
}

/** Who may do what: tokens, tenants, limits, policies, and what is revoked. */
async function rights(): Promise<void> {
  await ask('get', '/api/whoami')
  const { view } = await ask<TokenAnswer>('post', '/api/tokens', {
    name: 'bot',
    kind: 'script',
    roles: ['viewer'],
  })
  await ask('get', '/api/tokens')
  await ask('post', `/api/tokens/${view.id}/revoke`, { reason: 'a test' })
  await ask('post', '/api/tenants', { tenant: 'acme', project: 'web' })
  await ask('post', '/api/tenants', { tenant: 'acme' })
  await ask('get', '/api/tenants')
  await ask('post', '/api/quotas', { limits: { runs: 300, cost: 1.5, tier: 3 }, reason: 'a test' })
  await ask('get', '/api/quotas')
  await ask('get', '/api/quotas?tenant=acme')
  const { webhook } = await ask<WebhookAnswer>('post', '/api/webhooks', {
    name: 'pager',
    url: 'https://127.0.0.1:1/',
    kind: 'muster',
    events: ['run.failed'],
  })
  await ask('get', '/api/webhooks')
  await ask('post', `/api/webhooks/${webhook.id}/test`, {})
  await ask('post', `/api/webhooks/${webhook.id}/remove`, {})
  await ask('post', '/api/revocations', { scope: 'project', id: 'web', reason: 'a test' })
  await ask('post', '/api/revocations', { scope: 'template', id: 'planned', reason: 'a test' })
  await ask('get', '/api/revocations')
  const published = { document: 'name: told\nversion: 1.0.0\ntier: 0\n', file: 'told.yaml', files: {} }
  await ask('post', '/api/templates', published)
  await ask('post', '/api/templates', published)
  await ask('post', '/api/templates/told@1.0.0/revoke', { reason: 'a test' })
  await ask('get', '/api/templates')
  await ask('post', '/api/revocations', { scope: 'template', id: 'planned', reason: 'a test', lift: true })
  await muster.engine.refusals.note({
    kind: 'refused',
    tenant: 'default',
    by: { kind: 'person', name: 'eve', roles: [] },
    door: 'view',
    on: 'GET /',
    because: 'MUSTER_NOT_ALLOWED',
  })
  await muster.engine.flush()
  await ask('get', '/api/audit?limit=5')
  await ask('get', '/api/policy')
  await ask('get', '/api/policy/explain?action=ledger.read&as=eve&roles=viewer,operator')
  await ask('get', '/api/policy/explain?action=run.start&tier=2&pipeline=p&demonstration=true')
  await ask('post', '/api/policy/reload', {})
  await ask('get', '/api/keys')
  await ask('get', '/api/login')
}

/** What works here. */
async function fleet(): Promise<void> {
  for (const path of ['health', 'openapi.json', 'home', 'fleet', 'templates', 'ledger/verify'])
    await ask('get', `/api/${path}`)
  const { workers } = await ask<{ workers: readonly { readonly id: string }[] }>('get', '/api/workers')
  const drain = `/api/workers/${workers[0]?.id}/drain`
  await ask('post', drain, {})
  await ask('get', '/api/workers')
  await ask('post', drain, { lift: true })
  await changes()
}

/** The first that is told of changes: everything anew, then a run. */
async function changes(): Promise<void> {
  const leave = new AbortController()
  const headers = { authorization: `Bearer ${TOKEN}` }
  const response = await fetch(`${dashboard.url()}/api/events`, { headers, signal: leave.signal })
  answered.add((await checkAnswer('get', '/api/events', response))?.route ?? '')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  await ask('post', '/api/runs', { pipeline: WAITING })
  let text = ''
  while (!text.includes('event: change')) text += (await reader?.read())?.value ?? ''
  leave.abort()
  const names = checkEvents('get /api/events', text.slice(0, text.lastIndexOf('\n\n')))
  expect(names).toEqual(expect.arrayContaining(['anew', 'change']))
}

const SENT = [...DOCUMENTED].flatMap(([route, { requestBody }]) => (requestBody === undefined ? [] : [route]))

test.each(SENT)('%s takes what the document names in its body, and nothing else', async (route) => {
  const [method = '', path = ''] = route.replace(/\{\w+\}/g, 'x').split(' ')
  const response = await fetch(`${dashboard.url()}${path}`, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: '{"stray":1}',
  })
  const { error } = (await response.json()) as { readonly error: { readonly message: string } }
  const [, taken] = /unknown key `stray`; expected (.*)\.$/.exec(error.message) ?? []
  expect(
    taken
      ?.split(', ')
      .filter((key) => key !== '')
      .toSorted(),
  ).toEqual(bodyKeys(route).toSorted())
})

const BOUNDED = [...DOCUMENTED].flatMap(([route, { parameters = [] }]) =>
  parameters.flatMap(({ in: place, name, schema: { maximum } }) =>
    place === 'query' && maximum !== undefined ? [[route, name, maximum] as const] : [],
  ),
)

test.each(BOUNDED)('%s takes no %s above the %d that the document names', async (route, name, maximum) => {
  const { runs: known } = await ask<{ runs: readonly { readonly id: string }[] }>('get', '/api/runs')
  const path = (route.split(' ')[1] ?? '').replace('{run}', known[0]?.id ?? '')
  await ask('get', `${path}?${name}=${maximum}`)
  const headers = { authorization: `Bearer ${TOKEN}` }
  expect((await fetch(`${dashboard.url()}${path}?${name}=${maximum + 1}`, { headers })).status).toBe(400)
})
