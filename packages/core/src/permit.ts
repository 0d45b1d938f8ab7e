import { agentId } from './name.ts'
import type { WorkPhase } from './phase.ts'
import type { Tier } from './tier.ts'

/** The tier from which an agent proves who it is, and needs a permit to act. */
export const PERMIT_TIER: Tier = 2

/** Whether agents of a tier prove who they are, and need a permit to act. */
export function needsPermit(tier: Tier): boolean {
  return tier >= PERMIT_TIER
}

/** Who an attempt is, as its credential says: signed by a planner, and good for this one attempt. */
export interface AttemptIdentity {
  readonly tenant: string
  readonly run: string
  readonly stage: string
  readonly phase: WorkPhase
  readonly attempt: number
  readonly fence: number
  readonly tier: Tier
  /** The digest of what its job is to do: see `sealedText`. */
  readonly job: string
}

/** The effect that a permit is for. */
export interface PermittedEffect {
  readonly id: string
  readonly verb: string
  readonly target: string
  /** Of its parameters. */
  readonly digest: string
}

/** What a planner lets one delivery of one attempt do: EXECUTE one plan, or one effect of it. */
export interface Permit {
  /** `RUN.STAGE`. */
  readonly agent: string
  readonly attempt: number
  readonly fence: number
  readonly tier: Tier
  /** The digest of the plan. */
  readonly plan: string
  /** The delivery that asked for it; another one, of the same attempt too, must ask anew. */
  readonly holder: string
  /** Null for EXECUTE itself. */
  readonly effect: PermittedEffect | null
}

/** What a worker asks the planners before it lets an agent EXECUTE, over the outcome stream. */
export interface PermitAsk {
  /** Of this request; one that is told again has the same. */
  readonly permit: string
  readonly run: string
  readonly stage: string
  readonly attempt: number
  readonly fence: number
  readonly worker: string
  readonly holder: string
  readonly plan: string
  readonly credential?: string
}

/** What in a permit does not fit what is about to be done, or null when all of it does. */
export function permitProblem(permit: Permit, wanted: Permit): string | null {
  if (permit.agent !== wanted.agent) return 'it is for another agent'
  if (permit.fence !== wanted.fence || permit.attempt !== wanted.attempt) return 'it is for another fence'
  if (permit.tier !== wanted.tier) return `it is for T${permit.tier}`
  if (permit.plan !== wanted.plan) return 'it is for another plan'
  if (permit.holder !== wanted.holder) return 'it was used before, or is for another worker'
  const [is, should] = [permit.effect, wanted.effect]
  const same =
    is?.id === should?.id &&
    is?.verb === should?.verb &&
    is?.target === should?.target &&
    is?.digest === should?.digest
  return same ? null : 'it is for another effect'
}

/** What in an identity does not fit the attempt that it is shown for, or null when all of it does. */
export function identityProblem(
  identity: AttemptIdentity | null,
  claimed: Omit<AttemptIdentity, 'phase' | 'attempt' | 'job'> & Partial<AttemptIdentity>,
): string | null {
  if (identity === null) return 'it does not prove which attempt it is of'
  const of = agentId(identity.run, identity.stage)
  if (identity.tenant !== claimed.tenant || of !== agentId(claimed.run, claimed.stage))
    return `it is of agent ${of}`
  if (identity.tier !== claimed.tier) return `it is of T${identity.tier}`
  const { phase = identity.phase, attempt = identity.attempt, job = identity.job } = claimed
  if (identity.fence !== claimed.fence || identity.phase !== phase || identity.attempt !== attempt)
    return `it is of ${identity.phase} under fence ${identity.fence}`
  return identity.job === job ? null : 'it is of a job that is to do something else'
}
