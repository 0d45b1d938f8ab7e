import { type Clock, MusterError } from '@muster/core'

/** Bounds how often something happens under one key. */
export interface Limiter {
  /** Counts one; throws MUSTER_RATE when there were too many. */
  take(key: string): void
}

/** Keys that are remembered at a time: past that the oldest are forgotten, so that nobody fills the memory. */
const MOST_KEYS = 10_000

/** At most `limit` within each window of `windowMs`. */
export function createLimiter(limit: number, windowMs: number, clock: Clock): Limiter {
  const windows = new Map<string, { readonly until: number; count: number }>()
  return {
    take(key) {
      const now = clock()
      const known = windows.get(key)
      const window = known !== undefined && known.until > now ? known : { until: now + windowMs, count: 0 }
      window.count += 1
      windows.delete(key)
      windows.set(key, window)
      for (const oldest of windows.keys()) {
        if (windows.size <= MOST_KEYS) break
        windows.delete(oldest)
      }
      if (window.count > limit)
        throw new MusterError('MUSTER_RATE', { seconds: Math.ceil((window.until - now) / 1_000) })
    },
  }
}
