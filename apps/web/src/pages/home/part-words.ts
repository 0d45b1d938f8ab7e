import type { HealthState, PartHealth } from '@muster/core'

export const PARTS: Readonly<Record<PartHealth['part'], string>> = {
  ledger: 'Ledger',
  store: 'Store',
  planner: 'Planner',
  workers: 'Workers',
}

/** How each state looks, and its word. */
export const LOOKS = {
  well: { look: 'good', word: 'well' },
  poor: { look: 'leaving', word: 'needs a look' },
  away: { look: 'bad', word: 'away' },
  unknown: { look: 'unsure', word: 'unknown' },
} as const satisfies Readonly<Record<HealthState, object>>
