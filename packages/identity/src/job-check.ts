import {
  agentId,
  type AttemptIdentity,
  type AttemptJob,
  type Clock,
  identityProblem,
  needsPermit,
  sealedText,
  sha256,
} from '@muster/core'
import { revealToken } from './concealed-token.ts'
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
    if (!fleet.accepts(text, mac)) return FORGED
    if (!needsPermit(job.tier)) return null
    const { run, stage, fence } = job
    const of = { kind: 'attempt', agent: agentId(run, stage), fence } as const
    const credential = revealToken(fleet, job.credential, of)
    const identity = await verifyToken(credential, 'attempt', keys, clock())
    return identityProblem(identity as AttemptIdentity | null, { ...job, job: sha256(text) })
  }
}
