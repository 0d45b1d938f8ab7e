export const TIERS = [0, 1, 2, 3, 4] as const
/** T0 observer, T1 drafter, T2 operator, T3 privileged, T4 steward. */
export type Tier = (typeof TIERS)[number]
export const TIER_NAMES: Readonly<Record<Tier, string>> = {
  0: 'observer',
  1: 'drafter',
  2: 'operator',
  3: 'privileged',
  4: 'steward',
}

export function isTier(value: number): value is Tier {
  return TIERS.some((tier) => tier === value)
}
