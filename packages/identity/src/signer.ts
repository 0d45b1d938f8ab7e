import { randomUUID } from 'node:crypto'
import type { AttemptIdentity, Clock, Permit, Signer } from '@muster/core'
import type { FleetKey } from './fleet-key.ts'
import type { Keyring } from './keyring.ts'
import { AUDIENCES, ISSUER, TYPES, verifyToken } from './verify-token.ts'

/** How long a permit is good: its holder waits for it, and acts at once. */
const PERMIT_MS = 60_000

/** Signs what agents prove and what they may do, with ES256, and reads what they prove; seals jobs with the fleet's key. */
export function createSigner(keyring: Keyring, fleet: FleetKey, clock: Clock): Signer {
  async function sign(
    payload: Readonly<Record<string, unknown>>,
    kind: keyof typeof TYPES,
    until: number,
  ): Promise<string> {
    const [{ kid, key }, { SignJWT }] = await Promise.all([keyring.current(), import('jose')])
    return new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'ES256', kid, typ: TYPES[kind] })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCES[kind])
      .setIssuedAt(Math.floor(clock() / 1_000))
      .setExpirationTime(Math.ceil(until / 1_000))
      .setJti(randomUUID())
      .sign(key)
  }

  return {
    seal: (text) => fleet.seal(text),
    attest: (identity, until) => sign({ ...identity }, 'attempt', until),
    async read(credential) {
      const payload = await verifyToken(credential, 'attempt', (kid) => keyring.jwks(kid), clock())
      return payload === null ? null : (payload as unknown as AttemptIdentity)
    },
    permit: (permit: Permit) => sign({ ...permit }, 'permit', clock() + PERMIT_MS),
  }
}
