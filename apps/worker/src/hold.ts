import { LOCK_MS } from '@muster/core'
import type { AgentLock, AgentState } from '@muster/store'

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
  readonly agent: string
  readonly fence: number
  readonly signal: AbortSignal
  /** Null while it holds. */
  reason(): LossReason | null
  /** Takes the lock and keeps renewing it; false when somebody else has it. */
  take(): Promise<boolean>
  end(reason: LossReason): void
  /** Stops renewing and frees the lock. */
  release(): Promise<void>
}

const RENEW_MS = LOCK_MS / 3
const MARGIN_MS = LOCK_MS / 12

/** A hold that is not taken yet. `holder` must be unique to this delivery of this job. */
export function createHold(
  store: { readonly lock: AgentLock; readonly state: AgentState },
  claim: { readonly agent: string; readonly holder: string; readonly fence: number },
): Hold {
  const { agent, holder, fence } = claim
  const control = new AbortController()
  let reason: LossReason | null = null
  let renewing: NodeJS.Timeout | undefined
  let expiring: NodeJS.Timeout | undefined

  const end = (why: LossReason): void => {
    reason ??= why
    control.abort()
  }

  const extend = (sentAt: number): void => {
    clearTimeout(expiring)
    const left = LOCK_MS - MARGIN_MS - (performance.now() - sentAt)
    expiring = setTimeout(() => end('lost'), Math.max(left, 0))
  }

  const renew = async (): Promise<void> => {
    const sentAt = performance.now()
    const [held, stopFence] = await Promise.all([
      store.lock.renew(agent, holder, fence, LOCK_MS),
      store.state.stopFence(agent),
    ])
    if (stopFence !== null && stopFence >= fence) end('stopped')
    else if (!held) end('lost')
    else if (renewing !== undefined) extend(sentAt)
  }

  const pause = (): void => {
    clearInterval(renewing)
    clearTimeout(expiring)
    renewing = undefined
  }

  return {
    agent,
    fence,
    signal: control.signal,
    reason: () => reason,
    end,
    async take() {
      const sentAt = performance.now()
      if (!(await store.lock.acquire(agent, holder, fence, LOCK_MS))) return false
      // A renewal that fails is not repeated here: if none succeeds in time, the hold is lost.
      renewing = setInterval(() => void renew().catch(() => {}), RENEW_MS)
      extend(sentAt)
      return true
    },
    async release() {
      pause()
      await store.lock.release(agent, holder)
    },
  }
}
