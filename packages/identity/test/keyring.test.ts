import type { AttemptIdentity, Permit, SigningKey } from '@muster/core'
import { createKeyring, createPermitCheck, createSigner, type Jwks } from '@muster/identity'
import { SignJWT, UnsecuredJWT } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'

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

const NO_SEAL = { file: '', seal: () => '', accepts: () => false }

let now: number
let keys: SigningKey[]
/** A process that shares the ledger, and so its keys. */
const open = (publish: (jwks: Jwks) => Promise<void> = async () => {}) =>
  createKeyring(
    {
      signingKeys: async (propose) => {
        const added = propose(keys[0] ?? null)
        if (added !== null) keys.unshift(added)
        return keys
      },
    },
    () => now,
    publish,
  )
const signerOf = (keyring = open()) => createSigner(keyring, NO_SEAL, () => now)
const checkOf = (keyring = open()) =>
  createPermitCheck(
    () => keyring.jwks(),
    () => now,
  )

beforeEach(() => {
  now = 1_800_000_000_000
  keys = []
})

describe('the keys', () => {
  it('are made once, are told in public before anything is signed, and are shared by all that share a ledger', async () => {
    const told: Jwks[] = []
    const signer = signerOf(open(async (jwks) => void told.push(jwks)))
    const credential = await signer.attest(IDENTITY, now + 1_000)
    expect(keys).toHaveLength(1)
    expect(told).toHaveLength(1)
    expect(told[0]?.keys).toEqual([
      expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: keys[0]?.kid }),
    ])
    expect(told[0]?.keys[0]).not.toHaveProperty('d')
    expect(await signerOf().read(credential)).toMatchObject(IDENTITY)
    expect(keys).toHaveLength(1)
  })

  it('give way to a new one after a month, and what the one before signed is good until the next', async () => {
    const signer = signerOf()
    const first = await signer.attest(IDENTITY, now + 90 * DAY_MS)
    now += 31 * DAY_MS
    const second = await signer.attest(IDENTITY, now + 90 * DAY_MS)
    expect(keys).toHaveLength(2)
    expect(await signer.read(first)).toMatchObject(IDENTITY)
    // Another process, which knew only the first key, finds the second in the ledger.
    expect(await signerOf().read(second)).toMatchObject(IDENTITY)
    now += 31 * DAY_MS
    await signer.attest(IDENTITY, now + DAY_MS)
    expect(await signer.read(second)).toMatchObject(IDENTITY)
    expect(await signer.read(first)).toBeNull()
  })
})

describe('what proves who an attempt is', () => {
  it('is worth nothing once it has expired', async () => {
    const credential = await signerOf().attest(IDENTITY, now + 1_000)
    now += 10_000
    expect(await signerOf().read(credential)).toBeNull()
  })

  it.each(['', 'x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])('is not %j', async (text) => {
    expect(await signerOf().read(text)).toBeNull()
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
    expect(await signerOf().read(forged)).toBeNull()
    expect(await signerOf().read(new UnsecuredJWT({ ...IDENTITY }).encode())).toBeNull()
    const [head, body, seal] = credential.split('.')
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as object
    const higher = Buffer.from(JSON.stringify({ ...claims, tier: 4 })).toString('base64url')
    expect(await signerOf().read([head, higher, seal].join('.'))).toBeNull()
  })

  it('is no permit, and a permit proves nobody', async () => {
    const signer = signerOf()
    expect(await checkOf()(await signer.attest(IDENTITY, now + 1_000), PERMIT)).toMatch(/not signed/)
    expect(await signer.read(await signer.permit(PERMIT))).toBeNull()
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
    ['another fence', { fence: 5 }, /another fence/],
    ['another attempt', { attempt: 2 }, /another fence/],
    ['another tier', { tier: 3 }, /it is for T2/],
    ['another agent', { agent: 'r.t' }, /another agent/],
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
      async () => ({ keys: [] }),
      () => now,
    )
    expect(await checkOf()('', PERMIT)).toMatch(/not signed/)
    expect(await blind(permit, PERMIT)).toMatch(/not signed/)
    now += 70_000
    expect(await checkOf()(permit, PERMIT)).toMatch(/expired/)
  })
})
