import type { Tier } from '@muster/core'
import type { Sandbox } from './launcher.ts'

/** The highest tier that may run without walls, when somebody said that it may be so. */
const MAX_BARE_TIER = 1

/** Why nothing of a tier may run with what there is of a sandbox, as the facts of MUSTER_SANDBOX_MISSING; else null. */
export function refusalOf(
  sandbox: Sandbox,
  tier: Tier,
): { readonly tier: Tier; readonly reason: string } | null {
  switch (sandbox.kind) {
    case 'bubblewrap':
      return null
    case 'off':
      return tier <= MAX_BARE_TIER ? null : { tier, reason: 'it is turned off by MUSTER_SANDBOX' }
    case 'missing':
      return { tier, reason: sandbox.reason }
  }
}
