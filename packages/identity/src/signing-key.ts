import { createHash, generateKeyPairSync } from 'node:crypto'
import type { SigningKey } from '@muster/core'
import type { CryptoKey, JWK } from 'jose'

/** Public keys, as workers and others get them (RFC 7517). */
export interface Jwks {
  readonly keys: readonly JWK[]
}

/** A fresh key on P-256, for ES256. */
export function makeSigningKey(now: number): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = privateKey.export({ format: 'jwk' })
  const kid = createHash('sha256')
    .update(`${jwk.x ?? ''}.${jwk.y ?? ''}`)
    .digest('base64url')
    .slice(0, 16)
  return { kid, jwk: JSON.stringify(jwk), createdAt: now }
}

/** The private half, ready to sign. */
export function privateKeyOf({ jwk }: SigningKey): Promise<CryptoKey> {
  return keyOf(JSON.parse(jwk) as JWK)
}

const imported = new WeakMap<JWK, Promise<CryptoKey>>()

/** A key, ready to use. Importing takes longer than verifying: what was imported is kept as long as its JWK is. */
export function keyOf(jwk: JWK): Promise<CryptoKey> {
  const known = imported.get(jwk) ?? importKey(jwk)
  imported.set(jwk, known)
  return known
}

// Read where it is used: a start that signs nothing does without it.
async function importKey(jwk: JWK): Promise<CryptoKey> {
  const { importJWK } = await import('jose')
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array) throw new TypeError('a key for ES256 is no secret of bytes')
  return key
}

/** The public halves of keys. */
export function jwksOf(keys: readonly SigningKey[]): Jwks {
  return {
    keys: keys.map(({ kid, jwk }) => {
      const { kty, crv, x, y } = JSON.parse(jwk) as JWK
      return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } as JWK
    }),
  }
}
