import { readFile } from 'node:fs/promises'
import { type Clock, type Permit, permitProblem } from '@muster/core'
import { revealToken } from './concealed-token.ts'
import type { FleetKey } from './fleet-key.ts'
import type { Jwks } from './signing-key.ts'
import { verifyToken } from './verify-token.ts'

/** Whether a permit is for what is about to be done: null, or what is wrong. A worker asks before it acts. */
export type PermitCheck = (permit: string, wanted: Permit) => Promise<string | null>

/** A check by the public keys that `read` answers. They are kept, and read anew when a permit names another. */
export function createPermitCheck(fleet: FleetKey, read: () => Promise<Jwks>, clock: Clock): PermitCheck {
  const keys = knownKeys(read)
  return async (permit, wanted) => {
    const token = revealToken(fleet, permit, { ...wanted, kind: 'permit' })
    const payload = await verifyToken(token, 'permit', keys, clock())
    if (payload === null) return 'it is not signed by this Muster for this attempt, or has expired'
    return permitProblem(payload as unknown as Permit, wanted)
  }
}

/** Public keys that are kept, and read anew when what is checked names another. */
export function knownKeys(read: () => Promise<Jwks>): (kid: string) => Promise<Jwks> {
  let known: Jwks = { keys: [] }
  return async (kid) => {
    if (!known.keys.some((key) => key.kid === kid)) known = await read()
    return known
  }
}

/** Public keys from a file, or from a server that answers them; none when they cannot be read. */
export async function readJwks(place: string): Promise<Jwks> {
  try {
    const text = /^https?:/.test(place)
      ? await (await fetch(place, { signal: AbortSignal.timeout(5_000) })).text()
      : await readFile(place, 'utf8')
    const { keys } = JSON.parse(text) as Partial<Jwks>
    return { keys: Array.isArray(keys) ? keys : [] }
  } catch {
    return { keys: [] }
  }
}
