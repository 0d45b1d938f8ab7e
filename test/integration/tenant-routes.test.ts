import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dashboard } from '../../apps/dashboard/src/index.ts'
import { ROUTES } from '../../apps/dashboard/src/routes.ts'
import { checkAnswer } from '../../apps/dashboard/test/support/check-answer.ts'
import { type Engines, openEngines, submissionOf } from '../support/engines.ts'
import { dashboardOver } from '../support/serve.ts'

const PIPELINE = `name: both
stages:
  - { name: ask, type: gate, gate_type: approval, allow_author: true, timeout: 10m }
  - { name: work }
`
const TOKEN = 'the-token-of-the-owner-of-this-muster'

/** The one who asks belongs to the tenant `default`; the tenant `acme` has the same things. */
let engines: Engines
let dashboard: Dashboard
let mine = ''
let theirs = ''
let theirToken = ''
beforeAll(async () => {
  engines = await openEngines()
  const engine = await engines.open()
  await engines.ledger.createTenant('acme')
  await engine.templates.publish({
    tenant: 'acme',
    by: { kind: 'person', name: 'bob', roles: ['admin'] },
    document: 'name: theirs\nversion: 1.0.0\ntier: 0\n',
    file: 'theirs.yaml',
    files: {},
  })
  mine = (await engine.submit(submissionOf(PIPELINE, 'key'))).run.id
  theirs = (await engine.submit({ ...submissionOf(PIPELINE, 'key'), tenant: 'acme' })).run.id
  dashboard = dashboardOver(engines, engine, {
    fleet: {
      workers: async () => [
        {
          id: 'w',
          tiers: [0],
          concurrency: 1,
          sandbox: 'off',
          agents: [`${mine}.work`, `${theirs}.work`],
          beatAt: 1,
        },
      ],
      drain: async () => false,
      store: async () => 'none',
    },
    owner: 'ann',
    token: TOKEN,
  })
  await dashboard.start()
  const made = await ask('post', '/api/tokens', { name: 'bot', tenant: 'acme', as: 'bob', roles: ['admin'] })
  theirToken = (JSON.parse(made.slice(4)) as { view: { id: string } }).view.id
})
afterAll(async () => {
  await dashboard.stop()
  await engines.close()
})

/** What is sent to a route that changes something, with the id in it that the path does not have. */
const BODIES: Readonly<Record<string, (run: string) => unknown>> = {
  '/api/runs/:run/cancel': () => ({}),
  '/api/runs/:run/retry': () => ({}),
  '/api/runs/:run/resume': () => ({ stage: 'work', phase: 'PLAN' }),
  '/api/runs/:run/effects/:stage/:effect/settle': () => ({ happened: true }),
  '/api/gates/:gate/votes': () => ({ decision: 'approve', seen: 'sha256:0' }),
  '/api/votes': (run) => ({ decision: 'approve', gates: [{ gate: `${run}.ask`, seen: 'sha256:0' }] }),
  '/api/tokens/:token/revoke': () => ({}),
  '/api/templates/:template/revoke': () => ({ reason: 'a test' }),
  '/api/revocations': (run) => ({ scope: 'run', id: run, reason: 'a test' }),
}
/** Routes that name nothing of a tenant's, and those that name something by more than an id. */
const WITHOUT_ID = [
  '/',
  '/runs',
  '/fleet',
  '/start',
  '/templates',
  '/templates/:template',
  '/api/pipelines',
  '/api/validate',
  '/tenants',
  '/tokens',
  '/runs/:run',
  '/runs/:run/compare/:other',
  '/gates/:gate',
  '/api/health',
  '/api/openapi.json',
  '/login',
  '/login/callback',
  '/api/login',
  '/logout',
  '/api/keys',
  '/api/whoami',
  '/api/tokens',
  '/api/runs',
  '/api/forecasts',
  '/api/gates',
  '/api/events',
  '/api/fleet',
  '/api/workers',
  // Workers are of no tenant: their permission and the policies are asked.
  '/api/workers/:worker/drain',
  '/api/templates',
  '/api/ledger/verify',
  '/api/quotas',
  '/api/refusals',
  '/inbox',
  '/search',
  '/api/search',
  '/api/views',
  '/tokens',
  '/quotas',
  '/api/inbox',
  '/api/policy',
  '/api/policy/reload',
  '/api/tenants',
]

async function ask(method: string, path: string, body: unknown): Promise<string> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  const answer = await fetch(`${dashboard.url()}${path}`, {
    method: method.toUpperCase(),
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await checkAnswer(method, path, answer)
  return `${answer.status} ${await answer.text()}`
}

const named = ROUTES.filter(({ path }) => !WITHOUT_ID.includes(path) || path in BODIES).filter(
  ({ method, path }) => (method === 'get' ? path !== '/api/revocations' : true),
)

test('every route that names something is among those that are asked', () => {
  const left = ROUTES.filter((route) => !named.includes(route) && !WITHOUT_ID.includes(route.path))
  expect(left.map(({ method, path }) => `${method} ${path}`)).toEqual(['get /api/revocations'])
  for (const { method, path } of named) if (method === 'post') expect(BODIES).toHaveProperty([path])
})

test.each(named.map(({ method, path }) => [method, path] as const))(
  '%s %s with an id of another tenant answers as for an unknown one',
  async (method, path) => {
    const filled = (run: string) =>
      path
        .replace(':run', run)
        .replace(':gate', `${run}.ask`)
        .replace(':template', run === theirs ? 'theirs@1.0.0' : 'none@1.0.0')
        .replace(':token', run === theirs ? theirToken : '0123456789ab')
        .replace(':stage', 'work')
        .replace(':effect', '1')
        .replace(':digest', `sha256:${'0'.repeat(64)}`)
        .replace(/explain$/, `explain?action=gate.vote&on=${run}.ask`)
    const body = (run: string) => BODIES[path]?.(run)
    const unknown = 'both-0000000000aaaaa'
    const of = async (run: string) =>
      (await ask(method, filled(run), body(run)))
        .replaceAll(run, 'RUN')
        .replace(theirToken, '0123456789ab')
        .replace('theirs@1.0.0', 'none@1.0.0')
    const answer = await of(theirs)
    expect(answer).toBe(await of(unknown))
    expect(answer).toMatch(/^404 /)
  },
)

test.each(['/api/ledger/verify?run=', '/api/runs?before='])(
  '%s answers as for an unknown one too',
  async (path) => {
    const of = async (run: string) => (await ask('get', `${path}${run}`, undefined)).replaceAll(run, 'RUN')
    expect(await of(theirs)).toBe(await of('both-0000000000aaaaa'))
  },
)

test('no list tells of anything of another tenant', async () => {
  const found = ['both', 'kind:agent', 'kind:gate', 'kind:entry', theirs].map(
    (text) => `/api/search?q=${text}`,
  )
  for (const path of [
    '/api/runs?counts=true',
    '/api/gates',
    '/api/workers',
    '/api/revocations',
    '/api/templates',
    ...found,
  ]) {
    const answer = await ask('get', path, undefined)
    expect([path, answer.includes(theirs), answer.includes('"theirs"')]).toEqual([path, false, false])
  }
  for (const path of found.slice(0, -1)) expect(await ask('get', path, undefined)).toContain(mine)
  const theirView = { tenant: 'acme', owner: 'ann', page: 'runs', name: 'theirs', query: 'text=x' } as const
  await engines.ledger.saveView(theirView, 10)
  expect(await ask('get', '/api/views', undefined)).toBe('200 {"views":[]}')
  expect(await ask('get', '/api/workers', undefined)).toContain(`${mine}.work`)
  expect(JSON.parse((await ask('get', '/api/ledger/verify', undefined)).slice(4))).toMatchObject({ runs: 1 })
  expect(JSON.parse((await ask('get', '/api/quotas', undefined)).slice(4))).toMatchObject({
    quotas: [{ usage: { runs: 1 } }],
  })
})

test('of two tenants with the same idempotency key each has its own run, untouched by the other', async () => {
  expect(mine).not.toBe(theirs)
  expect(await engines.ledger.run('acme', theirs)).toMatchObject({ status: 'running', idempotencyKey: 'key' })
})

test('a limit is set over HTTP and in the ledger; a submission past it is refused with 429 and says why', async () => {
  const set = await ask('post', '/api/quotas', { limits: { runs: 1 }, reason: 'a test' })
  expect(JSON.parse(set.slice(4))).toMatchObject({ quota: { limits: { runs: 1 }, usage: { runs: 1 } } })
  const refused = await ask('post', '/api/runs', { pipeline: PIPELINE })
  expect(refused).toMatch(/^429 .*MUSTER_QUOTA.*limit `runs`/)
  expect(await ask('post', '/api/quotas', { limits: { runs: -1 }, reason: 'x' })).toMatch(/^400 /)
  expect(await ask('post', '/api/quotas', { limits: { speed: 1 }, reason: 'x' })).toMatch(/^400 /)
})
