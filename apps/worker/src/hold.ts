import { LOCK_MS } from '@muster/core'
import type { AgentLock, LockAnswer, LockClaim } from '@muster/store'
import { type Lease, RENEW_MS } from './leases.ts'

/** Why a hold ended before its work was done. */
type LossReason = 'stopped' | 'lost' | 'draining'

/**
 * One worker's hold on one agent while a phase runs.
 *
 * H1. Whatever ends the hold fires `signal`, once, with its reason.
 * H2. The hold's own clock is monotonic: when the store does not answer in time, the lock counts as lost before the
 *     store could give it to anyone else.
 * H3. Under a lease the store is asked for the lock only when it is time to renew: whoever else gets it meanwhile has
 *     a newer fence, so that what this hold does counts no more.
 */
export interface Hold {
  readonly claim: LockClaim
  readonly signal: AbortSignal
  /** Null while it holds. */
  reason(): LossReason | null
  /** Whether it holds at this moment, by its own clock: what acts on the world looks before it does. */
  holds(now: number): boolean
  /** Takes the lock, or goes on under a lease; the fence is remembered for `rememberMs` when given. */
  take(rememberMs?: number): Promise<LockAnswer>
  /**
   * Renews the lock when it is time to, and ends the hold when it is too late. Answers whether the agent is to be shown:
   * the first time, and whenever the lock was renewed.
   */
  tend(now: number): Promise<boolean>
  end(reason: LossReason): void
  /** Sees to it that the attempt, which was reported, is not worked again. */
  report(): Promise<void>
  release(): Promise<void>
  /** What is left of it for the next attempt; null when it ended or was released. */
  lease(): Lease | null
}

const MARGIN_MS = LOCK_MS / 12
/** How often holds must be tended. */
export const TEND_MS = LOCK_MS / 24

/** A hold that is not taken yet. Times are those of `performance.now`. */
export function createHold(lock: AgentLock, claim: LockClaim, lease: Lease | null): Hold {
  const control = new AbortController()
  let reason: LossReason | null = null
  let renewedAt = lease?.renewedAt ?? null
  let sentAt = lease?.renewedAt ?? 0
  let registered = false
  let shown = false

  const end = (why: LossReason): void => {
    reason ??= why
    control.abort()
  }

  const acquire = async (rememberMs?: number): Promise<LockAnswer> => {
    sentAt = performance.now()
    const at = sentAt
    const answer = await lock.acquire(claim, LOCK_MS, rememberMs)
    if (answer !== 'held' && answer !== 'first') return answer
    registered = true
    renewedAt = at
    return answer
  }

  const renew = async (now: number): Promise<LockAnswer | 'lost' | 'stopped'> => {
    if (!registered) return acquire()
    sentAt = now
    const answer = await lock.renew(claim, LOCK_MS)
    if (answer === 'held') renewedAt = now
    return answer
  }

  return {
    claim,
    signal: control.signal,
    reason: () => reason,
    holds: (now) => renewedAt !== null && reason === null && now - renewedAt <= LOCK_MS - MARGIN_MS,
    end,
    take: async (rememberMs) => (lease === null ? acquire(rememberMs) : 'held'),
    async tend(now) {
      if (renewedAt === null || reason !== null) return false
      if (now - renewedAt > LOCK_MS - MARGIN_MS) {
        end('lost')
        return false
      }
      const first = !shown
      shown = true
      if (now - sentAt < RENEW_MS) return first
      const answer = await renew(now)
      const held = answer === 'held' || answer === 'first'
      if (!held) end(answer === 'stopped' || answer === 'over' ? 'stopped' : 'lost')
      return held
    },
    async report() {
      if (registered) await lock.report(claim)
    },
    async release() {
      renewedAt = null
      if (registered) await lock.release(claim)
    },
    lease: () => (renewedAt === null || reason !== null ? null : { fence: claim.fence, renewedAt }),
  }
}
