import { LOCK_MS, type WorkPhase } from '@muster/core'

/** The lock of an agent whose attempt this worker has reported. */
export interface Lease {
  readonly fence: number
  /** When the store last said that this worker holds the lock, by `performance.now`. */
  readonly renewedAt: number
}

/**
 * Locks that this worker keeps from one phase of an agent to the next.
 *
 * L1. A lease is used once, soon, and only for the attempt that follows the one it was taken for.
 * L2. EXECUTE acts on the world and EXIT is the last that the lock is for: both ask the store.
 * L3. Who cannot hear stops has no leases, and a stop ends the agent's.
 */
export interface Leases {
  /** The lease of an agent for an attempt of `phase` that follows the settled fence; it is used up. */
  take(agent: string, phase: WorkPhase, settled: number): Lease | null
  keep(agent: string, lease: Lease): void
  end(agent: string): void
  /** Forgets those that have become too old. */
  sweep(): void
  /** Whether stops are heard. */
  hear(hearing: boolean): void
}

/** As soon as a lock is to be renewed, its lease is too old. */
export const RENEW_MS = LOCK_MS / 3

export function createLeases(): Leases {
  const leases = new Map<string, Lease>()
  let hearing = false
  const isFresh = ({ renewedAt }: Lease): boolean => performance.now() - renewedAt < RENEW_MS

  return {
    take(agent, phase, settled) {
      const lease = leases.get(agent)
      if (lease === undefined) return null
      leases.delete(agent)
      const asks = phase === 'EXECUTE' || phase === 'EXIT'
      return !asks && lease.fence === settled && isFresh(lease) ? lease : null
    },
    keep(agent, lease) {
      if (hearing && isFresh(lease)) leases.set(agent, lease)
    },
    end: (agent) => void leases.delete(agent),
    sweep() {
      for (const [agent, lease] of leases) if (!isFresh(lease)) leases.delete(agent)
    },
    hear(can) {
      hearing = can
      leases.clear()
    },
  }
}
