import type { Ledger, SealedRevocation, TokenAnswer, TokenView } from '@muster/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../src/index.ts'
import { agentNode, gateNode, gateRow, graphOf, runRow } from './support/rows.ts'
import { type Harness, type Init, OWNER_TOKEN, startHarness } from './support/harness.ts'

let harness: Harness
let now: number
beforeEach(async () => {
  now = 1_800_000_000_000
  harness = await startHarness({ clock: () => now })
})
afterEach(() => harness.dashboard.stop())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
async function create(body: object, token = OWNER_TOKEN): Promise<TokenAnswer> {
  const answer = await harness.post('/api/tokens', { name: 'test', ...body }, bearer(token))
  expect(answer.status).toBe(201)
  return (await answer.json()) as TokenAnswer
}
const status = async (token: string, path = '/api/runs') =>
  (await harness.fetch(path, { headers: bearer(token) })).status
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code

describe('a token of the API', () => {
  it('is recognised by how it begins, speaks for whom it names, and only its hash is kept', async () => {
    const { token, view } = await create({ as: 'grace', roles: ['approver'] })
    expect(token).toMatch(/^muster_[\w-]{43}$/)
    expect(view).toMatchObject({
      actor: { name: 'grace', roles: ['approver'] },
      permissions: ['view', 'decide'],
    })
    const rows = await harness.ledger.tokens('default')
    expect(JSON.stringify(rows)).not.toContain(token.slice(10))
    const who = await harness.fetch('/api/whoami', { headers: { ...bearer(token), 'x-muster-user': 'ada' } })
    expect(await who.json()).toMatchObject({
      tenant: 'default',
      actor: { name: 'grace' },
      authentication: { by: 'token' },
    })
  })

  it('opens what it permits, and nothing else', async () => {
    const { token } = await create({ as: 'grace', roles: ['approver'] })
    const post = async (path: string, body: object) => (await harness.post(path, body, bearer(token))).status
    expect(await status(token)).toBe(200)
    expect(await post('/api/gates/r1.approve/votes', { decision: 'approve', seen: 'd' })).toBe(200)
    expect(harness.asked.at(-1)).toMatchObject({
      use: 'decide',
      of: { voter: { name: 'grace', roles: ['approver'] } },
    })
    expect(await post('/api/runs', { pipeline: 'deploy' })).toBe(403)
    expect(await post('/api/runs/r1/cancel', {})).toBe(403)
    expect(await post('/api/gates/r1.approve/votes', { decision: 'approve', as: 'linus', seen: 'd' })).toBe(
      403,
    )
  })

  it('is the only way in which its person votes: the owner speaks for nobody who can', async () => {
    const vote = () =>
      harness.post('/api/gates/r1.approve/votes', { decision: 'approve', as: 'grace', seen: 'd' })
    const { view } = await create({ as: 'grace', roles: ['approver'] })
    const refused = await vote()
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'MUSTER_NOT_ALLOWED'])
    await harness.post(`/api/tokens/${view.id}/revoke`, {})
    expect((await vote()).status).toBe(200)
  })

  it('is worth nothing once it has expired or was revoked, and cannot be told from one that never was', async () => {
    const short = await create({ forMs: 1_000 })
    const gone = await create({})
    expect(await status(gone.token)).toBe(200)
    expect((await harness.post(`/api/tokens/${gone.view.id}/revoke`, { reason: 'lost' })).status).toBe(200)
    now += 2_000
    const said = await Promise.all(
      [short.token, gone.token, 'muster_x'].map(async (token) => {
        const answer = await harness.fetch('/api/runs', { headers: bearer(token) })
        return [answer.status, await answer.text()]
      }),
    )
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(said[0]?.[0]).toBe(401)
  })

  it('grants no more than whoever made it may do, and nobody but an administrator makes one for others', async () => {
    const { token } = await create({ as: 'grace', roles: ['approver'] })
    const refused = async (body: object) => {
      const answer = await harness.post('/api/tokens', { name: 'more', ...body }, bearer(token))
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'MUSTER_NOT_ALLOWED'])
    }
    await refused({ as: 'linus' })
    await refused({ kind: 'script' })
    await refused({ roles: ['owner'] })
    await refused({ permissions: ['administer'] })
    await refused({ forMs: 1_000 * 24 * 60 * 60_000 })
    const { view } = await create({ permissions: ['view'] }, token)
    expect(view).toMatchObject({ actor: { name: 'grace' }, permissions: ['view'] })
  })

  it('of one project sees and does nothing in another', async () => {
    const { token } = await create({ project: 'elsewhere' })
    expect(await status(token, '/api/runs/r1')).toBe(404)
    expect(await status(token, '/api/runs/none')).toBe(404)
    expect(await status(token, '/api/gates/r1.approve')).toBe(404)
    const list = await harness.fetch('/api/gates', { headers: bearer(token) })
    expect(await list.json()).toEqual({ gates: [], next: null })
    const revoke = { scope: 'worker', id: 'w1', reason: 'no' }
    expect((await harness.post('/api/revocations', revoke, bearer(token))).status).toBe(403)
  })

  it('of one tenant is answered of what belongs to another as of what does not exist, at every route', async () => {
    const { token, view } = await create({ tenant: 'another', as: 'eve', roles: ['admin'] })
    expect(view).toMatchObject({ actor: { name: 'eve' } })
    const mine = await create({ as: 'grace', roles: ['viewer'] })
    const bodies: Readonly<Record<string, object>> = {
      '/api/gates/:gate/votes': { decision: 'approve', seen: 'd' },
      '/api/runs/:run/resume': { stage: 'plan', phase: 'PLAN' },
      '/api/runs/:run/effects/:stage/:effect/settle': { happened: true },
    }
    const ask = async (route: (typeof ROUTES)[number], ids: Record<string, string>) => {
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name)
      const answer =
        route.method === 'get'
          ? await harness.fetch(path, { headers: bearer(token) })
          : await harness.post(path, bodies[route.path] ?? {}, bearer(token))
      const text = await answer.text()
      return [answer.status, Object.values(ids).reduce((whole, id) => whole.replaceAll(id, 'ID'), text)]
    }
    const more = { stage: 'plan', effect: '1', digest: `sha256:${'0'.repeat(64)}` }
    const theirs = { run: 'r1', gate: 'r1.approve', token: mine.view.id, ...more }
    const unknown = { run: 'r9', gate: 'r9.approve', token: 'none', ...more }
    const named = ROUTES.filter(({ path }) => /^\/api\/.*:(run|gate|token)/.test(path))
    expect(named.length).toBeGreaterThan(12)
    for (const route of named) {
      now += 60_000
      const given = await ask(route, theirs)
      expect([route.path, given[0]]).toEqual([route.path, 404])
      expect([route.path, given]).toEqual([route.path, await ask(route, unknown)])
    }
    expect(harness.asked.filter(({ use }) => use !== 'refuse')).toEqual([])
    for (const [list, key] of [
      ['/api/runs', 'runs'],
      ['/api/gates', 'gates'],
    ] as const) {
      const answer = await harness.fetch(list, { headers: bearer(token) })
      expect(await answer.json()).toMatchObject({ [key]: [] })
    }
  })

  it('that is older than five minutes decides nothing at T3 and above', async () => {
    const { token } = await create({ as: 'grace', roles: ['approver'] })
    const acting = { ...agentNode('apply', ['approve']), tier: 3 as const }
    harness.ledger.put({
      row: runRow('r3'),
      graph: graphOf([gateNode('approve', []), acting]),
      stages: [],
      attempts: [],
      gates: [gateRow('r3', 'approve')],
      votes: [],
    })
    const vote = (run: string) =>
      harness.post(`/api/gates/${run}.approve/votes`, { decision: 'approve', seen: 'd' }, bearer(token))
    now += 6 * 60_000
    const late = await vote('r3')
    expect([late.status, await codeOf(late)]).toEqual([401, 'MUSTER_LOGIN_STALE'])
    expect(harness.asked).toEqual([])
    // Behind this one nothing of T3 waits.
    expect((await vote('r1')).status).toBe(200)
  })

  it('is listed to whom it is of, and to administrators, and is not found by anybody else', async () => {
    const mine = await create({ as: 'grace', roles: ['viewer'] })
    const theirs = await create({ as: 'linus', roles: ['viewer'] })
    const ids = async (token: string) => {
      const answer = await harness.fetch('/api/tokens', { headers: bearer(token) })
      return ((await answer.json()) as { tokens: readonly TokenView[] }).tokens.map(({ id }) => id)
    }
    expect(await ids(mine.token)).toEqual([mine.view.id])
    expect(new Set(await ids(OWNER_TOKEN))).toEqual(new Set([mine.view.id, theirs.view.id]))
    const tryRevoke = (id: string) => harness.post(`/api/tokens/${id}/revoke`, {}, bearer(mine.token))
    for (const id of [theirs.view.id, 'none']) {
      const answer = await tryRevoke(id)
      expect([answer.status, await codeOf(answer)]).toEqual([404, 'MUSTER_TOKEN_NOT_FOUND'])
    }
    expect((await tryRevoke(mine.view.id)).status).toBe(200)
  })

  it('is bounded: who asks too often is told when to come back', async () => {
    await harness.dashboard.stop()
    harness = await startHarness({ requestsPerMinute: 30 })
    const { token } = await create({ as: 'grace', roles: ['viewer'] })
    for (let sent = 0; sent < 30; sent += 1) expect(await status(token)).toBe(200)
    const over = await harness.fetch('/api/runs', { headers: bearer(token) })
    expect([over.status, await codeOf(over)]).toEqual([429, 'MUSTER_RATE'])
    const told = ['retry-after', 'ratelimit-reset', 'ratelimit-limit', 'ratelimit-remaining']
    const [wait, reset, ...rest] = told.map((name) => Number(over.headers.get(name)))
    expect([wait, ...rest]).toEqual([reset, 30, 0])
    expect(wait).toBeGreaterThan(0)
    expect(await status(OWNER_TOKEN)).toBe(200)
  })

  it('is looked at no more from an address, or in a name, that guessed too often, unless it was right before', async () => {
    const { token } = await create({ as: 'grace', roles: ['viewer'] })
    for (let tried = 0; tried < 20; tried += 1) expect(await status(`muster_${tried}`)).toBe(401)
    expect([await status('muster_more'), await status(token)]).toEqual([429, 429])
    expect(await status(OWNER_TOKEN)).toBe(200)
  })

  it('may be tried again where only sessions that ended were shown', async () => {
    const { token } = await create({ as: 'grace', roles: ['viewer'] })
    const { port } = new URL(harness.dashboard.url())
    const shown = async () =>
      (await fetch(`${harness.dashboard.url()}/api/runs`, { headers: { cookie: `muster-${port}=gone` } }))
        .status
    for (let tried = 0; tried < 20; tried += 1) expect(await shown()).toBe(401)
    expect([await shown(), await status(token)]).toEqual([429, 200])
  })
})

describe('a session', () => {
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const visit = (token: string, headers: Record<string, string> = {}) =>
    fetch(`${harness.dashboard.url()}/?token=${encodeURIComponent(token)}`, { redirect: 'manual', headers })
  const as = (cookie: string, path = '/api/runs', init: Init = {}) =>
    fetch(`${harness.dashboard.url()}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...init.headers },
    })
  const OURS = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }

  it('begins with a visit, hidden from scripts, other sites and the address bar; only its hash is kept', async () => {
    const answer = await visit(OWNER_TOKEN)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    const set = answer.headers.get('set-cookie') ?? ''
    expect(set).toContain('HttpOnly')
    expect(set).toContain('SameSite=Strict')
    expect((await as(cookieOf(answer))).status).toBe(200)
    expect((await as(`${cookieOf(answer)}0`)).status).toBe(401)
    expect((await visit('wrong')).status).toBe(401)
    expect((await visit(OWNER_TOKEN, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('has a new id after every login: one that was planted is worth nothing', async () => {
    const planted = `muster-${new URL(harness.dashboard.url()).port}=planted`
    const answer = await visit(OWNER_TOKEN, { cookie: planted })
    expect(cookieOf(answer)).not.toBe(planted)
    expect((await as(planted)).status).toBe(401)
    expect(cookieOf(await visit(OWNER_TOKEN))).not.toBe(cookieOf(answer))
  })

  it('ends when nobody used it for an hour, after twelve hours, by logging out, and with the token it began with', async () => {
    const { token, view } = await create({ as: 'grace', roles: ['viewer'] })
    const [idle, long, left, revoked] = (await Promise.all([1, 2, 3, 4].map(() => visit(token)))).map(
      cookieOf,
    )
    expect((await as(left ?? '', '/logout', { method: 'POST', headers: OURS })).status).toBe(303)
    expect((await as(left ?? '')).status).toBe(401)
    for (let half = 1; half <= 23; half += 1) {
      now += 30 * 60_000
      expect((await as(long ?? '')).status).toBe(200)
      expect((await as(revoked ?? '')).status).toBe(200)
      if (half === 2) expect((await as(idle ?? '')).status).toBe(401)
    }
    await harness.post(`/api/tokens/${view.id}/revoke`, {})
    expect((await as(revoked ?? '')).status).toBe(401)
    now += 31 * 60_000
    expect((await as(long ?? '')).status).toBe(401)
  })

  it('changes nothing unless a page of this Muster asks', async () => {
    const cookie = cookieOf(await visit(OWNER_TOKEN))
    const cancel = async (headers: Record<string, string>) =>
      (
        await as(cookie, '/api/runs/r1/cancel', {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json', ...headers },
        })
      ).status
    expect(await cancel({})).toBe(403)
    expect(await cancel({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await cancel({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await cancel({ origin: 'https://evil.example' })).toBe(403)
    expect(await cancel({ 'sec-fetch-site': 'same-origin', origin: harness.dashboard.url() })).toBe(200)
  })
})

it('every token that is made or revoked is a link of the chain of its tenant', async () => {
  const links: SealedRevocation[] = []
  const plain = { ...harness.ledger }
  Object.assign(harness.ledger, {
    addToken: async (...[row, seal]: Parameters<Ledger['addToken']>) => {
      links.push(seal(links))
      await plain.addToken(row, seal)
    },
    revokeToken: async (...[of, seal]: Parameters<Ledger['revokeToken']>) => {
      links.push(seal(links))
      return plain.revokeToken(of, seal)
    },
  })
  const { view } = await create({ as: 'grace', roles: ['viewer'] })
  await harness.post(`/api/tokens/${view.id}/revoke`, { reason: 'lost' })
  expect(links.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    { seq: 1, kind: 'granted', scope: 'token', target: view.id, by: { name: 'ada' } },
    { seq: 2, kind: 'revoked', scope: 'token', target: view.id, reason: 'lost', prev: links[0]?.hash },
  ])
})
