import type { JWTPayload } from 'jose'
import { type Jwks, keyOf } from './signing-key.ts'

export const ISSUER = 'muster'
/** Who reads a token: one that is meant for another is refused. */
export const AUDIENCES = { attempt: 'muster:planner', permit: 'muster:worker' } as const
export const TYPES = { attempt: 'muster-attempt+jwt', permit: 'muster-permit+jwt' } as const

/** How far two clocks may be apart. */
const SKEW_SECONDS = 5

/** What a token says, or null when it is not signed by a known key, for this use, and in its time. */
export async function verifyToken(
  token: string,
  kind: keyof typeof TYPES,
  keys: (kid: string) => Promise<Jwks>,
  now: number,
): Promise<JWTPayload | null> {
  const { decodeProtectedHeader, jwtVerify } = await import('jose')
  try {
    const { kid, alg } = decodeProtectedHeader(token)
    if (kid === undefined || alg !== 'ES256') return null
    const jwk = (await keys(kid)).keys.find((key) => key.kid === kid)
    if (jwk === undefined) return null
    const { payload } = await jwtVerify(token, await keyOf(jwk), {
      algorithms: ['ES256'],
      issuer: ISSUER,
      audience: AUDIENCES[kind],
      typ: TYPES[kind],
      requiredClaims: ['exp', 'iat', 'jti'],
      currentDate: new Date(now),
      clockTolerance: SKEW_SECONDS,
    })
    return payload
  } catch {
    return null
  }
}
