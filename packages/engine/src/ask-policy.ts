import {
  type Actor,
  denialOf,
  type Fact,
  groundOf,
  MusterError,
  NEW_RUN,
  type Policy,
  type PolicyDecision,
  type PolicyGround,
  type PolicyRequest,
  type RunState,
  toMusterError,
} from '@muster/core'
import type { Refusals } from './refusals.ts'

/** Denials of one run that are recorded: more of them tell nothing new. */
const MOST_DENIALS = 100

/** What refuses something of which no run can tell. */
const KEPT: readonly string[] = [
  'MUSTER_POLICY_DENIED',
  'MUSTER_PROJECT_REVOKED',
  'MUSTER_QUOTA',
  'MUSTER_TIER_EXCEEDED',
  'MUSTER_TEMPLATE_IMMUTABLE',
  'MUSTER_TEMPLATE_WITHDRAWN',
]

interface Keeping {
  readonly policy: Policy
  readonly refusals: Pick<Refusals, 'note'>
}

/** What lets a request pass. Throws MUSTER_POLICY_DENIED. */
export function groundFor(policy: Policy, request: PolicyRequest): PolicyGround {
  const decision = policy.decide(request)
  if (!decision.allow) throw deniedError(request, decision)
  return groundOf(decision)
}

/** Does what a request is about; when it is refused, that is written down, then told. */
export async function keepRefusal<T>(
  { policy, refusals }: Keeping,
  request: PolicyRequest,
  by: Actor,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const { code: because } = toMusterError(thrown)
    if (KEPT.includes(because)) {
      const { tenant, action: door, resource } = request
      const asked = because === 'MUSTER_POLICY_DENIED' ? { policy: groundOf(policy.decide(request)) } : {}
      await refusals.note({ tenant, by, door, on: nameOf(resource), because, ...asked })
    }
    throw thrown
  }
}

/** What lets somebody pass where no run can tell of it. Throws MUSTER_POLICY_DENIED. */
export function requireAllowed(deps: Keeping, request: PolicyRequest, by: Actor): Promise<PolicyGround> {
  return keepRefusal(deps, request, by, async () => groundFor(deps.policy, request))
}

/** A door of a run, for one call. */
export interface Door {
  /** The fact that a request comes to: that it was denied when policies deny it. Throws MUSTER_POLICY_DENIED. */
  pass(state: RunState, request: PolicyRequest, by: Actor, allowed: (policy: PolicyGround) => Fact): Fact
  /** Why it was denied, or null. */
  refusal(): MusterError | null
  /** To be called when that fact is committed. Throws MUSTER_POLICY_DENIED when it was denied. */
  check(): void
}

/** What policies deny about a run is recorded in it, then told. */
export function openDoor(policy: Policy): Door {
  let error: MusterError | null = null
  return {
    pass(state, request, by, allowed) {
      const decision = policy.decide(request)
      error = decision.allow ? null : deniedError(request, decision)
      if (error === null) return allowed(groundOf(decision))
      if (state.denials >= MOST_DENIALS) throw error
      const on = nameOf(request.resource)
      return { kind: 'policy.denied', action: request.action, by, on, policy: groundOf(decision) }
    },
    refusal: () => error,
    check() {
      if (error !== null) throw error
    },
  }
}

function deniedError({ action, principal, resource }: PolicyRequest, decision: PolicyDecision) {
  const who = principal.kind === 'agent' ? principal.template : principal.name
  return new MusterError('MUSTER_POLICY_DENIED', {
    who,
    action,
    what: `\`${nameOf(resource)}\``,
    because: denialOf(decision),
  })
}

function nameOf(resource: PolicyRequest['resource']): string {
  if (resource.type === 'tenant') return 'this Muster'
  if (resource.type === 'run' && resource.id === NEW_RUN) return resource.pipeline
  return resource.type === 'stage' ? resource.template : resource.id
}
