import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoginWays, TokenAnswer } from '@muster/core'
import { freePort } from '@muster/testing'
import * as client from 'openid-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOidc, type OidcSetting, principalOf } from '../src/oidc.ts'
import { type Harness, type Init, startHarness } from './support/harness.ts'

let harness: Harness
let provider: Server
let issuer: string
let port: number
beforeEach(async () => {
  port = await freePort()
  provider = createServer().listen(0, '127.0.0.1')
  await once(provider, 'listening')
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const answer = await realProvider(issuer)
  provider.on('request', (req, res) => void answer(req, res))
})
afterEach(async () => {
  await harness?.dashboard.stop()
  provider.closeAllConnections()
  provider.close()
})

const settingOf = (change: Partial<OidcSetting> = {}): OidcSetting => ({
  issuer,
  clientId: 'muster',
  clientSecret: 'a secret of the client',
  cliClientId: 'muster-cli',
  publicUrl: `http://127.0.0.1:${port}`,
  scope: 'openid profile',
  nameClaim: 'email',
  rolesClaim: 'roles',
  tenantClaim: null,
  tenant: 'default',
  ...change,
})

/** The provider that many run (`oidc-provider`), with one person: grace, an approver. */
async function realProvider(url: string) {
  const { default: Provider } = await import('oidc-provider')
  const oidc = new Provider(url, {
    clients: [
      {
        client_id: 'muster',
        client_secret: 'a secret of the client',
        redirect_uris: [`http://127.0.0.1:${port}/login/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
      {
        client_id: 'muster-cli',
        token_endpoint_auth_method: 'none',
        redirect_uris: [],
        response_types: [],
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
        application_type: 'native',
      },
    ],
    claims: { openid: ['sub', 'email', 'roles'], profile: [] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true } },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.org`, roles: ['approver', 'owner'] }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['a key for the test'] },
  })
  return oidc.callback()
}

/** A browser: it keeps cookies by host, follows redirects and fills in forms. */
function browser() {
  const jar = new Map<string, string>()
  async function go(
    url: string,
    init: Init = {},
  ): Promise<{ readonly url: string; readonly text: string; readonly status: number }> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, ...init.headers },
    })
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const to = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && to !== null) return go(new URL(to, url).href)
    return { url, text: await answer.text(), status: answer.status }
  }
  async function submit(
    page: { readonly url: string; readonly text: string },
    fields: Record<string, string>,
  ) {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1] ?? page.url
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const body = new URLSearchParams([
      ...hidden.map((one): [string, string] => [one[1] ?? '', one[2] ?? '']),
      ...Object.entries(fields),
    ])
    return go(new URL(action, page.url).href, { method: 'POST', body })
  }
  return { jar, go, submit }
}

describe('logging in by a provider', () => {
  it('lets a person in with the roles of the claims, but never as the owner', async () => {
    harness = await startHarness({ port, oidc: settingOf() })
    const { go, submit, jar } = browser()
    const wanted = `${harness.dashboard.url()}/runs?status=failed`
    const form = await go(wanted)
    const consent = await submit(form, { login: 'grace', password: 'x' })
    const page = await submit(consent, {})
    expect([page.status, page.url]).toEqual([200, wanted])
    const who = await go(`${harness.dashboard.url()}/api/whoami`)
    expect(JSON.parse(who.text)).toMatchObject({
      tenant: 'default',
      actor: { kind: 'person', name: 'grace@example.org', roles: ['approver'] },
      permissions: ['view', 'decide'],
      authentication: { by: 'session', login: 'oidc' },
    })
    expect([...jar.keys()].filter((name) => /^muster-(login|place)/.test(name))).toEqual([])
  })

  it('refuses who comes back without having left, or with the state of somebody else', async () => {
    harness = await startHarness({ port, oidc: settingOf() })
    const callback = `${harness.dashboard.url()}/login/callback?code=x&state=y`
    expect((await fetch(callback)).status).toBe(401)
    const { go } = browser()
    await go(`${harness.dashboard.url()}/login`)
    expect((await go(callback)).status).toBe(401)
  })

  it('gives a command that got an ID token by the device flow a token of its own, while that is fresh', async () => {
    let now = Date.now()
    harness = await startHarness({ port, oidc: settingOf(), clock: () => now })
    const { oidc } = (await (await harness.fetch('/api/login')).json()) as LoginWays
    const options = { execute: [client.allowInsecureRequests] }
    const url = new URL(oidc?.issuer ?? '')
    const config = await client.discovery(url, oidc?.clientId ?? '', undefined, client.None(), options)
    const device = await client.initiateDeviceAuthorization(config, { scope: oidc?.scope ?? '' })
    const { go, submit } = browser()
    const confirm = await submit(await go(device.verification_uri_complete ?? ''), {})
    const consent = await submit(await submit(confirm, {}), { login: 'grace', password: 'x' })
    await submit(consent, {})
    const { id_token: idToken } = await client.pollDeviceAuthorizationGrant(config, {
      ...device,
      interval: 1,
    })
    now = Date.now()
    const answer = await harness.post('/api/login', { idToken })
    expect([...harness.answered]).toContain('post /api/login')
    expect(answer.status).toBe(201)
    const { token } = (await answer.json()) as TokenAnswer
    const who = await harness.fetch('/api/whoami', { headers: { authorization: `Bearer ${token}` } })
    expect(await who.json()).toMatchObject({
      actor: { name: 'grace@example.org', roles: ['approver'] },
      permissions: ['view', 'decide'],
    })
    now += 6 * 60_000
    expect((await harness.post('/api/login', { idToken })).status).toBe(401)
  })

  it('refuses a command that shows no ID token of the provider', async () => {
    harness = await startHarness({ port, oidc: settingOf() })
    for (const idToken of ['', 'x', 'a.b.c'])
      expect((await harness.post('/api/login', { idToken })).status).toBe(401)
  })
})

it('claims that lack what is asked for let nobody in', () => {
  const claims = { sub: '1', email: 'grace@example.org', roles: 'approver viewer', org: 'acme' }
  expect(principalOf(claims, settingOf({ tenantClaim: 'org' }), 0)).toMatchObject({
    tenant: 'acme',
    actor: { roles: ['approver', 'viewer'] },
  })
  expect(() => principalOf({ ...claims, org: 1 }, settingOf({ tenantClaim: 'org' }), 0)).toThrow(/tenant/)
  expect(() => principalOf({}, settingOf(), 0)).toThrow(/email/)
  expect(principalOf({ sub: '1', roles: [{}] }, settingOf(), 0)).toMatchObject({
    actor: { name: '1' },
    permissions: [],
  })
})

it('a provider that is away lets nobody in, and is asked again', async () => {
  const oidc = createOidc(settingOf({ issuer: 'http://127.0.0.1:9' }), Date.now)
  await expect(oidc.begin()).rejects.toThrow(/fetch failed|ECONNREFUSED/)
  await expect(oidc.begin()).rejects.toThrow(/fetch failed|ECONNREFUSED/)
})
