import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../src/index.ts'
import { type Harness, OWNER_TOKEN, startHarness } from './support/harness.ts'

const SOURCES = new URL('../../web/src/', import.meta.url).pathname

let harness: Harness
afterEach(() => harness.dashboard.stop())

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A request with any headers whatever; fetch does not let a caller choose Host. */
async function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
  anonymous = false,
): Promise<Answer> {
  const given =
    'authorization' in headers || 'cookie' in headers || anonymous
      ? headers
      : { authorization: `Bearer ${OWNER_TOKEN}`, ...headers }
  const sent = request(`${harness.dashboard.url()}${path}`, { method, headers: given }).end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
  return { status: answer.statusCode, headers: answer.headers, body: text }
}

const JSON_TYPE = { 'content-type': 'application/json' }
const VOTE = '{"decision":"approve","as":"grace","seen":"d"}'

describe('a hostile page in the browser of the owner', () => {
  it.each(['evil.example', 'evil.example:4680', '127.0.0.1.evil.example', 'localhost.'])(
    'cannot read by a name rebound to this machine: %j',
    async (host) => {
      harness = await startHarness()
      for (const path of ['/', '/api/runs', '/queues', '/page.js']) {
        const answer = await send('GET', path, { host })
        expect(answer.status).toBe(403)
        expect(answer.body).toContain('MUSTER_NOT_ALLOWED')
      }
    },
  )

  it.each(['localhost', 'localhost:1', '127.0.0.1:4680', '[::1]:4680', 'LOCALHOST'])(
    'is not what asks as %s',
    async (host) => {
      harness = await startHarness()
      expect((await send('GET', '/api/runs', { host })).status).toBe(200)
    },
  )

  it('does not apply where names are many: bound to every address, any Host is taken', async () => {
    harness = await startHarness({ host: '0.0.0.0' })
    expect((await send('GET', '/api/runs', { host: 'muster.example' })).status).toBe(200)
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'cannot decide from origin %s',
    async (origin) => {
      harness = await startHarness()
      const answer = await send('POST', '/api/gates/r1.approve/votes', { ...JSON_TYPE, origin }, VOTE)
      expect(answer.status).toBe(403)
      expect(harness.asked).toEqual([])
    },
  )

  it('is told apart from our own page and from a script', async () => {
    harness = await startHarness()
    const origin = harness.dashboard.url()
    expect((await send('POST', '/api/gates/r1.approve/votes', { ...JSON_TYPE, origin }, VOTE)).status).toBe(
      200,
    )
    expect((await send('POST', '/api/runs/r1/cancel', JSON_TYPE, '{}')).status).toBe(200)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx'])(
    'cannot send a body as %s',
    async (type) => {
      harness = await startHarness()
      const answer = await send('POST', '/api/gates/r1.approve/votes', { 'content-type': type }, VOTE)
      expect(answer.status).toBe(403)
      expect(harness.asked).toEqual([])
    },
  )

  it('gets no leave from CORS', async () => {
    harness = await startHarness()
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const answer = await send('OPTIONS', '/api/runs', headers)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('the token', () => {
  const OPEN_FILES = ['/plain.css', '/tokens.css', '/favicon.svg']
  const bare = (method: string, path: string) => send(method, path, JSON_TYPE, '', true)

  it('is asked for everywhere but at the routes that are open to anyone', async () => {
    harness = await startHarness()
    for (const route of ROUTES.filter(({ permission }) => permission !== 'anyone')) {
      const path = route.path.replace(/:(\w+)/g, 'r1')
      expect([route.path, (await bare(route.method.toUpperCase(), path)).status]).toEqual([route.path, 401])
    }
    for (const path of ['/queues', '/queues/api/queues', '/page.js', '/nothing'])
      expect([path, (await bare('GET', path)).status]).toEqual([path, 401])
    for (const path of ['/login', '/api/health', '/api/keys', '/api/login', ...OPEN_FILES])
      expect([path, (await bare('GET', path)).status]).toEqual([path, 200])
  })

  it('is taken as a bearer, and nothing like it is', async () => {
    harness = await startHarness()
    const status = async (authorization: string) => (await send('GET', '/api/runs', { authorization })).status
    expect(await status(`Bearer ${OWNER_TOKEN}`)).toBe(200)
    expect(await status(`bearer ${OWNER_TOKEN}`)).toBe(200)
    for (const wrong of [
      `Bearer ${OWNER_TOKEN}x`,
      'Bearer x',
      'Bearer ',
      OWNER_TOKEN,
      `Basic ${OWNER_TOKEN}`,
    ])
      expect(await status(wrong)).toBe(401)
  })
})

describe('the page', () => {
  it('is sent with headers that keep other scripts and other sites out', async () => {
    harness = await startHarness()
    for (const path of ['/', '/runs/r1', '/fleet']) {
      const { status, headers, body } = await send('GET', path, {})
      expect(status).toBe(200)
      expect(body).toContain('<title>Muster')
      expect(headers['content-security-policy']).toContain("default-src 'self'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })

  it('has no script, style or handler inside it, and names only files that are there', async () => {
    harness = await startHarness()
    const html = (await send('GET', '/', {})).body
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/i)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]*\.\w+)"/g)].map((match) => match[1] ?? '')
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) expect([file, (await send('GET', file, {})).status]).toEqual([file, 200])
  })

  it('never turns a text into HTML or code', () => {
    const scripts = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    )
    expect(scripts).toContain('main.tsx')
    for (const name of scripts)
      expect([name, readFileSync(`${SOURCES}${name}`, 'utf8')]).toEqual([
        name,
        expect.not.stringMatching(
          /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
        ),
      ])
  })
})
