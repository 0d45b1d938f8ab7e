import { LOCK_MS } from '@muster/core'
import type { AgentLock, LockAnswer, LockClaim } from '@muster/store'

/** Why a hold ended before its work was done. */
type LossReason = 'stopped' | 'lost' | 'draining'

/**
 * One worker's hold on one agent while a phase runs.
 *
 * H1. Whatever ends the hold fires `signal`, once, with its reason.
 * H2. The hold's own clock is monotonic: when the store does not answer in time, the lock counts as lost before the
 *     store could give it to anyone else.
 */
export interface Hold {
  readonly claim: LockClaim
  readonly signal: AbortSignal
  /** Null while it holds. */
  reason(): LossReason | null
  /** Whether it holds at this moment, by its own clock: what acts on the world looks before it does. */
  holds(now: number): boolean
  /** Takes the lock; its fence is remembered for `rememberMs` when given. */
  take(rememberMs?: number): Promise<LockAnswer>
  /**
   * Renews the lock when it is time to, and ends the hold when it is too late. Answers whether the agent is to be shown:
   * the first time, and whenever the lock was renewed.
   */
  tend(now: number): Promise<boolean>
  end(reason: LossReason): void
  /** Frees the lock; when `reported`, so that its attempt is not worked again. */
  release(reported: boolean): Promise<void>
}

const RENEW_MS = LOCK_MS / 3
const MARGIN_MS = LOCK_MS / 12
/** How often holds must be tended. */
export const TEND_MS = LOCK_MS / 24

/** A hold that is not taken yet. Times are those of `performance.now`. */
export function createHold(lock: AgentLock, claim: LockClaim): Hold {
  const control = new AbortController()
  let reason: LossReason | null = null
  let renewedAt: number | null = null
  let sentAt = 0
  let shown = false

  const end = (why: LossReason): void => {
    reason ??= why
    control.abort()
  }

  return {
    claim,
    signal: control.signal,
    reason: () => reason,
    holds: (now) => renewedAt !== null && reason === null && now - renewedAt <= LOCK_MS - MARGIN_MS,
    end,
    async take(rememberMs) {
      sentAt = performance.now()
      const answer = await lock.acquire(claim, LOCK_MS, rememberMs)
      if (answer === 'held') renewedAt = sentAt
      return answer
    },
    async tend(now) {
      if (renewedAt === null || reason !== null) return false
      if (now - renewedAt > LOCK_MS - MARGIN_MS) {
        end('lost')
        return false
      }
      const first = !shown
      shown = true
      if (now - sentAt < RENEW_MS) return first
      sentAt = now
      const answer = await lock.renew(claim, LOCK_MS)
      if (answer === 'held') renewedAt = now
      else end(answer)
      return answer === 'held'
    },
    async release(reported) {
      if (renewedAt === null) return
      renewedAt = null
      await lock.release(claim, reported)
    },
  }
}
