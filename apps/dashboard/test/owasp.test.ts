import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../src/index.ts'
import { type Harness, OWNER_TOKEN, startHarness } from './support/harness.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** As a browser that goes to an address, or a page of it, would ask. */
async function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Answer> {
  const sent = request(`${harness.dashboard.url()}${path}`, { method, headers }).end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
  return { status: answer.statusCode, headers: answer.headers, body: text }
}

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const OWNER = { authorization: `Bearer ${OWNER_TOKEN}` }

/** Logs a browser in; answers its cookie. */
async function enter(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { headers: told } = await send('GET', `/?token=${encodeURIComponent(OWNER_TOKEN)}`, {
    ...BROWSER,
    ...headers,
  })
  return told['set-cookie']?.[0]?.split(';')[0] ?? ''
}

describe('a session', () => {
  it('is made anew by every login: an id that somebody planted before is worth nothing', async () => {
    const name = `muster-${new URL(harness.dashboard.url()).port}`
    const planted = `${name}=planted-by-somebody`
    const first = await enter({ cookie: planted })
    const second = await enter({ cookie: first })
    expect(first).toMatch(new RegExp(`^${name}=.{20,}`))
    expect(first).not.toBe(planted)
    expect(second).not.toBe(first)
    expect((await send('GET', '/api/whoami', { cookie: planted })).status).toBe(401)
    expect((await send('GET', '/api/whoami', { cookie: second })).status).toBe(200)
  })

  it('is in a cookie that no script reads and no other site sends, and that logging out ends at the server', async () => {
    const answer = await send('GET', `/?token=${encodeURIComponent(OWNER_TOKEN)}`, BROWSER)
    const set = answer.headers['set-cookie']?.[0] ?? ''
    for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(set).toContain(flag)
    const cookie = set.split(';')[0] ?? ''
    const own = { cookie, 'sec-fetch-site': 'same-origin' }
    expect((await send('POST', '/logout', own)).status).toBe(303)
    expect((await send('GET', '/api/whoami', { cookie })).status).toBe(401)
  })

  it.each(['cross-site', 'same-site', 'none', undefined])(
    'changes nothing when the request comes from elsewhere: sec-fetch-site %s',
    async (site) => {
      const cookie = await enter()
      const from = site === undefined ? {} : { 'sec-fetch-site': site }
      const headers = { cookie, 'content-type': 'application/json', ...from }
      const changing = ROUTES.filter(({ method, permission }) => method === 'post' && permission !== 'anyone')
      expect(changing.length).toBeGreaterThan(10)
      for (const { path } of changing) {
        const { status } = await send('POST', path.replace(/:(\w+)/g, 'r1'), headers, '{}')
        expect([path, status]).toEqual([path, 403])
      }
      // That somebody logged in is all that was done.
      expect(harness.asked).toMatchObject([{ use: 'refuse', of: { kind: 'logged-in' } }])
    },
  )
})

describe('an address', () => {
  it('never sends a browser to another host', async () => {
    const cookie = await enter()
    const away = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/%2f%2fevil.example',
      'javascript:alert(1)',
    ]
    const keys = ['next', 'to', 'url', 'redirect', 'return', 'returnTo', 'token', 'after']
    for (const where of away) {
      const query = keys.map((key) => `${key}=${encodeURIComponent(where)}`).join('&')
      for (const path of [
        '/',
        '/login',
        '/login/callback',
        '/fleet',
        '/queues',
        '/assets/',
        `/${where}`,
        where,
      ]) {
        if (!path.startsWith('/')) continue
        for (const known of [{}, { cookie }]) {
          const { headers } = await send('GET', `${path}?${query}`, { ...BROWSER, ...known })
          const location = headers.location ?? '/'
          const to = new URL(location, harness.dashboard.url())
          expect([path, location, to.origin]).toEqual([path, location, harness.dashboard.url()])
        }
      }
    }
  })

  it('that leads nowhere shows the page that says so, and to a script of the API an error as JSON', async () => {
    const page = await send('GET', '/no/such/page', { ...BROWSER, ...OWNER })
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.body).toContain('<div id="root">')
    for (const path of ['/api/nothing', '/assets/nothing.js', '/api/runs/none']) {
      const { status, headers, body } = await send('GET', path, { ...BROWSER, ...OWNER })
      expect([path, status, headers['content-type']]).toEqual([path, 404, 'application/json; charset=utf-8'])
      expect(JSON.parse(body)).toMatchObject({ error: { code: expect.stringMatching(/^MUSTER_/) } })
    }
  })

  it('that is refused tells a browser so in a page without a script, and hides what was asked in no markup', async () => {
    const { status, headers, body } = await send('GET', '/queues/<script>alert(1)</script>', {
      ...BROWSER,
      ...OWNER,
      host: '<img src=x>.example',
    })
    expect([status, headers['content-type']]).toEqual([403, 'text/html; charset=utf-8'])
    expect(body).not.toMatch(/<script|<img src=x/)
    expect(body).toContain('MUSTER_NOT_ALLOWED')
  })
})

describe('every page', () => {
  it('may be framed by nobody, runs no script but ours, and tells no other site where it came from', async () => {
    for (const path of [
      '/',
      '/login',
      '/runs',
      '/fleet',
      '/tenants',
      '/tokens',
      '/webhooks',
      '/no/such/page',
    ]) {
      const { headers } = await send('GET', path, { ...BROWSER, ...OWNER })
      const policy = headers['content-security-policy'] ?? ''
      expect([path, headers['x-frame-options']]).toEqual([path, 'DENY'])
      for (const part of [
        "frame-ancestors 'none'",
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
      ])
        expect(policy).toContain(part)
      expect(policy).not.toContain('unsafe')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
    }
  })

  it('is asked for anew each time, with files that never change under their names; answers are kept nowhere', async () => {
    const page = await send('GET', '/', { ...BROWSER, ...OWNER })
    expect(page.headers['cache-control']).toBe('no-cache')
    const files = [...page.body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file ?? '')
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) {
      expect(file).toMatch(/-[\w-]{8}\.(js|css)$/)
      const { headers } = await send('GET', file, OWNER)
      expect([file, headers['cache-control']]).toEqual([file, 'public, max-age=31536000, immutable'])
    }
    expect((await send('GET', '/api/runs', OWNER)).headers['cache-control']).toBe('no-store')
  })
})
