import { type EffectDeclaration, isReadEffect, readHttpTarget } from './declared-effect.ts'
import type { Tier } from './tier.ts'

/** What an effect does to the world: it looks, changes what can be changed back, or changes it for good. */
export type EffectReach = 'read' | 'reversible' | 'irreversible'

/** What a declared effect does. What is deleted at a host cannot be had back from it; of the rest its template says. */
export function reachOf(declaration: EffectDeclaration, verb: string, target: string): EffectReach {
  if (isReadEffect(verb, target)) return 'read'
  const lasting = declaration.verb !== 'model.complete' && declaration.irreversible === true
  const deletes = declaration.verb === 'http.request' && readHttpTarget(target)?.method === 'DELETE'
  return lasting || deletes ? 'irreversible' : 'reversible'
}

/**
 * What the host does for agents of each tier (governance research 3.8). A steward changes governance and nothing else, and
 * no verb does that.
 */
const REACHES: Readonly<Record<Tier, readonly EffectReach[]>> = {
  0: ['read'],
  1: ['read'],
  2: ['read', 'reversible'],
  3: ['read', 'reversible', 'irreversible'],
  4: [],
}

/** Why an agent of this tier may not have such an effect, or null when it may. */
export function refuseReach(tier: Tier, reach: EffectReach): string | null {
  if (REACHES[tier].includes(reach)) return null
  if (tier === 4) return 'at T4 nothing but governance is changed, and nothing else is read'
  return tier < 2
    ? `at T${tier} nothing outside the workspace is changed`
    : `at T${tier} nothing is changed that cannot be changed back`
}
