import { randomUUID } from 'node:crypto'
import { agentId, type AttemptIdentity, type Clock, type Permit, type Signer } from '@muster/core'
import { concealToken, revealToken, type TokenOf } from './concealed-token.ts'
import type { FleetKey } from './fleet-key.ts'
import type { Keyring } from './keyring.ts'
import { AUDIENCES, ISSUER, TYPES, verifyToken } from './verify-token.ts'

/** How long a permit is good: its holder waits for it, and acts at once. */
const PERMIT_MS = 60_000

/**
 * Signs what agents prove and what they may do, with ES256, and reads what they prove; seals jobs with the fleet's key, and
 * with it conceals what it signs from the store.
 */
export function createSigner(keyring: Keyring, fleet: FleetKey, clock: Clock): Signer {
  async function sign(
    payload: Readonly<Record<string, unknown>>,
    of: TokenOf,
    until: number,
  ): Promise<string> {
    const { kind } = of
    const [{ kid, key }, { SignJWT }] = await Promise.all([keyring.current(), import('jose')])
    const token = await new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'ES256', kid, typ: TYPES[kind] })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCES[kind])
      .setIssuedAt(Math.floor(clock() / 1_000))
      .setExpirationTime(Math.ceil(until / 1_000))
      .setJti(randomUUID())
      .sign(key)
    return concealToken(fleet, token, of)
  }
  const attemptOf = ({ run, stage, fence }: Pick<AttemptIdentity, 'run' | 'stage' | 'fence'>) =>
    ({ kind: 'attempt', agent: agentId(run, stage), fence }) as const

  return {
    seal: (text) => fleet.seal(text),
    attest: (identity, until) => sign({ ...identity }, attemptOf(identity), until),
    async read(credential, of) {
      const token = revealToken(fleet, credential, attemptOf(of))
      const payload = await verifyToken(token, 'attempt', (kid) => keyring.jwks(kid), clock())
      return payload === null ? null : (payload as unknown as AttemptIdentity)
    },
    permit: (permit: Permit) => sign({ ...permit }, { ...permit, kind: 'permit' }, clock() + PERMIT_MS),
  }
}
