import type { OutcomeBacklog } from '@muster/core'
import { type Family, gauge } from './family.ts'

/** How far planners are behind, as figures. */
export function backlogFamilies({ waiting, oldestAt }: OutcomeBacklog, now: number): readonly Family[] {
  return [
    gauge('muster_outcomes_waiting', 'What workers told and no planner has settled.', waiting),
    gauge(
      'muster_outcomes_oldest_seconds',
      'For how long the oldest of it has waited: how far planners are behind.',
      secondsSince(oldestAt, now),
    ),
  ]
}

/** Seconds from a moment on; 0 where there is none. */
export function secondsSince(at: number | null, now: number): number {
  return at === null ? 0 : Math.max(0, now - at) / 1_000
}
