import type { Actor } from './actor.ts'
import type { Tier } from './tier.ts'

/** What must have been approved before an agent of a tier may EXECUTE, whatever policies and pipelines say. */
export interface TierFloor {
  /** Approvals of the very plan, by its digest; 0 when none is needed. */
  readonly approvals: number
  /** Different people among who gave them. */
  readonly distinct: number
  /** Milliseconds that must pass between the last approval that was needed and EXECUTE. */
  readonly delayMs: number
}

/** Long enough for a steward who did not approve to see it and revoke (governance research 3.1: a cooling-off delay). */
export const COOLING_OFF_MS = 10 * 60_000

const FLOORS: Readonly<Record<Tier, TierFloor>> = {
  0: { approvals: 0, distinct: 0, delayMs: 0 },
  1: { approvals: 0, distinct: 0, delayMs: 0 },
  2: { approvals: 1, distinct: 1, delayMs: 0 },
  3: { approvals: 2, distinct: 2, delayMs: 0 },
  4: { approvals: 3, distinct: 3, delayMs: COOLING_OFF_MS },
}

/** The floor of a tier: no policy can lower it. */
export function floorOf(tier: Tier): TierFloor {
  return FLOORS[tier]
}

/** One approval of a plan. */
export interface PlanApproval {
  readonly by: Actor
  /** The digest of the plan that was approved. */
  readonly plan: string
  readonly at: number
}

export type FloorJudgement =
  | { readonly met: true }
  /** Approvals by this many more people are needed. */
  | { readonly met: false; readonly lacks: number }
  /** Everything is approved; EXECUTE may start then. */
  | { readonly met: false; readonly lacks: 0; readonly at: number }

/**
 * Whether what was approved suffices for a tier at this time.
 *
 * F1. Only approvals of this plan count: those of a plan that was clarified away are void.
 * F2. Only people count, told apart by who they are, not by the name they spoke for.
 */
export function judgeFloor(
  tier: Tier,
  plan: string | null,
  approvals: readonly PlanApproval[],
  now: number,
): FloorJudgement {
  const floor = floorOf(tier)
  if (floor.approvals === 0) return { met: true }
  const times = firstOfEachPerson(approvals.filter((approval) => approval.plan === plan))
  const needed = Math.max(floor.approvals, floor.distinct)
  const last = times[needed - 1]
  if (last === undefined) return { met: false, lacks: needed - times.length }
  const at = last + floor.delayMs
  return now >= at ? { met: true } : { met: false, lacks: 0, at }
}

/** When each person first approved, in order. */
function firstOfEachPerson(approvals: readonly PlanApproval[]): readonly number[] {
  const first = new Map<string, number>()
  for (const { by, at } of approvals) {
    if (by.kind !== 'person') continue
    const person = by.via ?? by.name
    first.set(person, Math.min(at, first.get(person) ?? at))
  }
  return [...first.values()].toSorted((a, b) => a - b)
}

/** Everything that bounds the tier at which an agent may EXECUTE. */
export interface TierBounds {
  /** What the pipeline asks for. */
  readonly stage: Tier
  /** The most that the template may ever run at. */
  readonly template: Tier
  readonly tenant: Tier
  /** Of the agent, by who started its run. */
  readonly identity: Tier
  /** What was granted at a gate; 1 without one. */
  readonly grant: Tier
}

/** The most that an agent may do without anybody's approval. */
export const UNGRANTED: Tier = 1

/** The tier at which an agent may EXECUTE: the least of its bounds, and the first of them that says so. */
export function effectiveTier(bounds: TierBounds): { readonly tier: Tier; readonly by: keyof TierBounds } {
  let by: keyof TierBounds = 'stage'
  for (const bound of ['template', 'tenant', 'identity', 'grant'] as const)
    if (bounds[bound] < bounds[by]) by = bound
  return { tier: bounds[by], by }
}
