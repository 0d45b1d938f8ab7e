import { type Bound, MusterError } from '@muster/core'
import type { Response } from 'express'

/** Lets on what is within a bound. Throws MUSTER_RATE. */
export function demandRoom({ over, resetMs }: Bound): void {
  if (over) throw new MusterError('MUSTER_RATE', { seconds: secondsOf(resetMs) })
}

/** Tells how a bound stands in the headers that clients know, then lets on what is within it. Throws MUSTER_RATE. */
export function tellBound(res: Response, bound: Bound): void {
  res.set('ratelimit-limit', String(bound.limit))
  res.set('ratelimit-remaining', String(bound.remaining))
  res.set('ratelimit-reset', String(secondsOf(bound.resetMs)))
  demandRoom(bound)
}

function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000))
}
