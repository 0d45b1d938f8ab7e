import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AttemptIdentity, Permit } from '@muster/core'
import {
  createFleetKey,
  createKeyring,
  createKeySecret,
  createPermitCheck,
  createSigner,
  type Jwks,
} from '@muster/identity'
import { keysInMemory } from '@muster/testing'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const DAY_MS = 24 * 60 * 60_000
const IDENTITY: AttemptIdentity = {
  tenant: 'default',
  run: 'r',
  stage: 's',
  phase: 'EXECUTE',
  attempt: 1,
  fence: 4,
  tier: 2,
  job: 'a digest',
}
const PERMIT: Permit = {
  agent: 'r.s',
  attempt: 1,
  fence: 4,
  tier: 2,
  plan: `sha256:${'a'.repeat(64)}`,
  holder: 'w:EXECUTE.1.4:x',
  effect: null,
}

let now: number
let memory: ReturnType<typeof keysInMemory>
let directory: string
const fleetOf = () => createFleetKey(join(directory, 'fleet'))
/** A credential as it is before it is concealed. */
const plainOf = (credential: string) => fleetOf().reveal(credential, 'attempt r.s 4') ?? ''
const secretOf = (file = 'secret') => createKeySecret(join(directory, file))
/** A process that shares the ledger, and so its keys. */
const open = (publish: (jwks: Jwks) => Promise<void> = async () => {}, secret = secretOf()) =>
  createKeyring(memory, secret, () => now, publish)
const signerOf = (keyring = open()) => createSigner(keyring, fleetOf(), () => now)
const checkOf = (keyring = open()) =>
  createPermitCheck(
    fleetOf(),
    () => keyring.jwks(),
    () => now,
  )

beforeEach(() => {
  now = 1_800_000_000_000
  memory = keysInMemory()
  directory = mkdtempSync(join(tmpdir(), 'muster-keys-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('the keys', () => {
  it('are made once, are told in public before anything is signed, and are shared by all that share a ledger', async () => {
    const told: Jwks[] = []
    const signer = signerOf(open(async (jwks) => void told.push(jwks)))
    const credential = await signer.attest(IDENTITY, now + 1_000)
    expect(memory.keys).toHaveLength(1)
    expect(told).toHaveLength(1)
    expect(told[0]?.keys).toEqual([
      expect.objectContaining({
        kty: 'EC',
        crv: 'P-256',
        alg: 'ES256',
        use: 'sig',
        kid: memory.keys[0]?.kid,
      }),
    ])
    expect(told[0]?.keys[0]).not.toHaveProperty('d')
    expect(await signerOf().read(credential, IDENTITY)).toMatchObject(IDENTITY)
    expect(memory.keys).toHaveLength(1)
  })

  it('give way to a new one after a month, and what the one before signed is good until the next', async () => {
    const signer = signerOf()
    const first = await signer.attest(IDENTITY, now + 90 * DAY_MS)
    now += 31 * DAY_MS
    const second = await signer.attest(IDENTITY, now + 90 * DAY_MS)
    expect(memory.keys).toHaveLength(2)
    expect(await signer.read(first, IDENTITY)).toMatchObject(IDENTITY)
    // Another process, which knew only the first key, finds the second in the ledger.
    expect(await signerOf().read(second, IDENTITY)).toMatchObject(IDENTITY)
    now += 31 * DAY_MS
    await signer.attest(IDENTITY, now + DAY_MS)
    expect(await signer.read(second, IDENTITY)).toMatchObject(IDENTITY)
    expect(await signer.read(first, IDENTITY)).toBeNull()
  })
})

describe('what proves who an attempt is', () => {
  it('is worth nothing once it has expired', async () => {
    const credential = await signerOf().attest(IDENTITY, now + 1_000)
    now += 10_000
    expect(await signerOf().read(credential, IDENTITY)).toBeNull()
  })

  it.each(['', 'x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])('is not %j', async (text) => {
    expect(await signerOf().read(text, IDENTITY)).toBeNull()
  })

  it('is neither unsigned, nor signed by a key of somebody else, nor changed by a letter', async () => {
    const keyring = open()
    const credential = await signerOf(keyring).attest(IDENTITY, now + 1_000)
    const { kid } = await keyring.current()
    const theirs = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
    const forged = await new SignJWT({ ...IDENTITY })
      .setProtectedHeader({ alg: 'ES256', kid, typ: 'muster-attempt+jwt' })
      .setIssuer('muster')
      .setAudience('muster:planner')
      .setIssuedAt(now / 1_000)
      .setExpirationTime(now / 1_000 + 60)
      .setJti('x')
      .sign(theirs.privateKey)
    expect(await signerOf().read(forged, IDENTITY)).toBeNull()
    expect(await signerOf().read(new UnsecuredJWT({ ...IDENTITY }).encode(), IDENTITY)).toBeNull()
    const [head, body, seal] = plainOf(credential).split('.')
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as object
    const higher = Buffer.from(JSON.stringify({ ...claims, tier: 4 })).toString('base64url')
    expect(await signerOf().read([head, higher, seal].join('.'), IDENTITY)).toBeNull()
  })

  it('is no permit, and a permit proves nobody', async () => {
    const signer = signerOf()
    expect(await checkOf()(await signer.attest(IDENTITY, now + 1_000), PERMIT)).toMatch(/not signed/)
    expect(await signer.read(await signer.permit(PERMIT), IDENTITY)).toBeNull()
  })
})

describe('a permit', () => {
  const effect = { id: 'e', verb: 'file.write', target: 'out', digest: 'd' }

  it('lets one delivery of one attempt do what it says', async () => {
    expect(await checkOf()(await signerOf().permit(PERMIT), PERMIT)).toBeNull()
    expect(await checkOf()(await signerOf().permit({ ...PERMIT, effect }), { ...PERMIT, effect })).toBeNull()
  })

  it.each([
    ['another plan', { plan: `sha256:${'b'.repeat(64)}` }, /another plan/],
    ['another fence', { fence: 5 }, /for this attempt/],
    ['another attempt', { attempt: 2 }, /another fence/],
    ['another tier', { tier: 3 }, /it is for T2/],
    ['another agent', { agent: 'r.t' }, /for this attempt/],
    ['another delivery', { holder: 'w:EXECUTE.1.4:y' }, /used before/],
    ['an effect, when it is for EXECUTE', { effect }, /another effect/],
  ] as const)('is refused for %s', async (_, change, problem) => {
    expect(await checkOf()(await signerOf().permit(PERMIT), { ...PERMIT, ...change })).toMatch(problem)
  })

  it.each([
    ['EXECUTE', null],
    ['another target', { ...effect, target: 'elsewhere' }],
    ['other parameters', { ...effect, digest: 'x' }],
    ['another request', { ...effect, id: 'f' }],
  ])('for an effect is refused for %s', async (_, other) => {
    const permit = await signerOf().permit({ ...PERMIT, effect })
    expect(await checkOf()(permit, { ...PERMIT, effect: other })).toMatch(/another effect/)
  })

  it('is refused when there is none, when it has expired, and where the public keys are not known', async () => {
    const permit = await signerOf().permit(PERMIT)
    const blind = createPermitCheck(
      fleetOf(),
      async () => ({ keys: [] }),
      () => now,
    )
    expect(await checkOf()('', PERMIT)).toMatch(/not signed/)
    expect(await blind(permit, PERMIT)).toMatch(/not signed/)
    now += 70_000
    expect(await checkOf()(permit, PERMIT)).toMatch(/expired/)
  })
})

describe('keys in the ledger', () => {
  const OTHER = 'another secret, of more than thirty-two characters'
  const attest = (keyring = open()) => signerOf(keyring).attest(IDENTITY, now + 1_000)
  const plain = async () => {
    await attest()
    const known = memory.keys.map((key) => ({ ...key, jwk: secretOf().decrypt(key.jwk, key.kid) }))
    expect(known[0]?.jwk).toContain('"d":')
    return known
  }

  it('are nowhere plain, and the secret that they are under is for its owner alone', async () => {
    const credential = await attest()
    expect(memory.keys[0]?.jwk).toMatch(/^a256gcm\.[\w-]{8}\.[\w-]+$/)
    expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600)
    expect(await signerOf().read(credential, IDENTITY)).toMatchObject(IDENTITY)
  })

  it('that were plain are encrypted at the first start, and go on signing', async () => {
    memory.keys = await plain()
    rmSync(join(directory, 'secret'))
    await open().check()
    expect(memory.keys[0]?.jwk).toMatch(/^a256gcm/)
    const { kid } = await open().current()
    expect(kid).toBe(memory.keys[0]?.kid)
  })

  it('are not used without their secret, with another, or when one was changed, moved or added plain', async () => {
    await attest()
    const [key] = memory.keys
    if (key === undefined) throw new Error('no key')
    const locked = (problem: RegExp) => ({
      code: 'MUSTER_KEYS_LOCKED',
      message: expect.stringMatching(problem) as string,
    })
    const started = (file?: string) => open(undefined, secretOf(file)).check()
    await expect(started('none')).rejects.toMatchObject(locked(/there is no secret/))
    writeFileSync(join(directory, 'other'), OTHER)
    await expect(started('other')).rejects.toMatchObject(locked(/a secret that is not in it/))
    writeFileSync(join(directory, 'short'), 'short')
    await expect(started('short')).rejects.toMatchObject(locked(/at least 32 characters/))
    memory.keys = [{ ...key, kid: 'moved' }]
    await expect(started()).rejects.toMatchObject(locked(/was changed/))
    memory.keys = [{ ...key, jwk: `${key.jwk.slice(0, -4)}AAAA` }]
    await expect(started()).rejects.toMatchObject(locked(/was changed/))
    memory.keys = [key, { kid: 'theirs', jwk: '{}', createdAt: now + 1 }]
    await expect(started()).rejects.toMatchObject(locked(/plain/))
  })

  it('are encrypted anew with the secret that is put first, after which the old one is not needed', async () => {
    const credential = await attest()
    const file = join(directory, 'secret')
    writeFileSync(file, `${OTHER}\n${readFileSync(file, 'utf8')}`)
    await open().check()
    writeFileSync(file, OTHER)
    await open().check()
    expect(await signerOf().read(credential, IDENTITY)).toMatchObject(IDENTITY)
  })
})
