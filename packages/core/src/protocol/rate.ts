import type { ProtocolLimits } from './limits.ts'

/** Counts messages against a rate. Times are milliseconds of a clock that never goes back. */
export interface Rate {
  /** Takes one message at `now`: how long to wait before it is read, or that messages came too fast for too long. */
  take(now: number): { readonly waitMs: number } | 'exceeded'
  /** Says that the wait is over at `now`. */
  waited(now: number): void
}

/**
 * A bucket of `burst` messages that fills at `messagesPerSecond`. Who reads waits while it is empty, so that a sender that
 * is too fast is seen by how long was waited for it: time in which nothing came to be read is taken off again.
 */
export function createRate(limits: Pick<ProtocolLimits, 'messagesPerSecond' | 'burst' | 'behindMs'>): Rate {
  const { messagesPerSecond, burst, behindMs } = limits
  let tokens = burst
  let filledAt: number | null = null
  let freeAt = 0
  let behind = 0
  return {
    take(now) {
      if (filledAt !== null) {
        tokens = Math.min(burst, tokens + ((now - filledAt) / 1_000) * messagesPerSecond)
        behind = Math.max(0, behind - (now - freeAt))
      }
      filledAt = now
      freeAt = now
      tokens -= 1
      if (tokens >= 0) return { waitMs: 0 }
      return behind > behindMs ? 'exceeded' : { waitMs: (-tokens / messagesPerSecond) * 1_000 }
    },
    waited(now) {
      behind += now - freeAt
      freeAt = now
    },
  }
}
