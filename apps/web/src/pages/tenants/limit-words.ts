import type { LimitName } from '@muster/core'
import { size } from './size.ts'

/** What each limit limits. */
export const LIMIT_WORDS: Readonly<Record<LimitName, string>> = {
  runs: 'Runs at a time',
  agents: 'Agents at a time',
  runsPerDay: 'Runs a day',
  openGates: 'Gates open or to come',
  artifactBytes: 'Artifacts kept',
  tokens: 'Tokens of models a day',
  cost: 'Cost a day',
}

export const LIMITS = Object.keys(LIMIT_WORDS) as readonly LimitName[]

/** So much of something that can be limited. */
export function amount(name: LimitName, value: number): string {
  if (name === 'artifactBytes') return size(value)
  return name === 'cost' ? value.toFixed(2) : value.toLocaleString('en')
}
