import {
  type AttemptIdentity,
  type AttemptJob,
  type Clock,
  identityProblem,
  MusterError,
  needsPermit,
  sealedText,
  sha256,
} from '@muster/core'
import type { FleetKey } from './fleet-key.ts'
import { knownKeys } from './permit-check.ts'
import type { Jwks } from './signing-key.ts'
import { verifyToken } from './verify-token.ts'

const FORGED = 'it is not sealed by this Muster'

/**
 * What is wrong with a job, or null when a planner sent it as it is. Throws MUSTER_KEYLESS while there is no key to
 * tell by.
 */
export type JobCheck = (job: AttemptJob | null) => Promise<string | null>

/**
 * A check by the seal and, from T2, by the credential too: who has the fleet's key but no planner's can forge no job of
 * those tiers.
 */
export function createJobCheck(fleet: FleetKey, read: () => Promise<Jwks>, clock: Clock): JobCheck {
  const keys = knownKeys(read)
  return async (job) => {
    const { at, mac } = job?.seal ?? {}
    if (job === null || typeof at !== 'number' || typeof mac !== 'string') return FORGED
    const text = sealedText(job, at)
    const accepted = fleet.accepts(text, mac)
    if (accepted === null) throw new MusterError('MUSTER_KEYLESS', { file: fleet.file })
    if (!accepted) return FORGED
    if (!needsPermit(job.tier)) return null
    const identity = await verifyToken(job.credential ?? '', 'attempt', keys, clock())
    return identityProblem(identity as AttemptIdentity | null, { ...job, job: sha256(text) })
  }
}
