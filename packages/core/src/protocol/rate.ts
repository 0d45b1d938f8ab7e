import type { ProtocolLimits } from './limits.ts'

/** Counts messages against a rate. Times are milliseconds of a clock that never goes back. */
export interface Rate {
  /** Takes one message at `now`: how long to wait before it is read, or that messages came too fast for too long. */
  take(now: number): { readonly waitMs: number } | 'exceeded'
}

/** A bucket of `burst` messages that fills at `messagesPerSecond`. */
export function createRate(limits: Pick<ProtocolLimits, 'messagesPerSecond' | 'burst' | 'behindMs'>): Rate {
  const { messagesPerSecond, burst, behindMs } = limits
  let tokens = burst
  let filledAt: number | null = null
  let behindSince: number | null = null
  return {
    take(now) {
      tokens = Math.min(burst, tokens + ((now - (filledAt ?? now)) / 1_000) * messagesPerSecond)
      filledAt = now
      tokens -= 1
      if (tokens >= 0) {
        behindSince = null
        return { waitMs: 0 }
      }
      behindSince ??= now
      if (now - behindSince > behindMs) return 'exceeded'
      return { waitMs: (-tokens / messagesPerSecond) * 1_000 }
    },
  }
}
