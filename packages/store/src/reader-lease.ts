import { RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** Longer than a read may wait, so that who reads never loses it; nobody reads for so long after a reader has died. */
const LEASE_MS = 2_500
const RENEW_MS = 500
/** Entries in the stream that one planner alone leaves waiting: some sixteen batches. */
const BEHIND = 1_024

/** Which of several planners reads the outcome stream. */
export interface ReaderLease {
  /** Whether to read now: this planner is the reader, or the reader is behind and needs help. */
  mayRead(): Promise<boolean>
  /** Lets another planner read at once. */
  release(): void
}

/**
 * Has one planner read while it keeps pace: two that move the same runs in turn read each other's entries and share
 * their commits between them. Only a hint: what two planners read at once is settled once, by the ledger.
 */
export function createReaderLease({ client }: StoreConnection, holder: string): ReaderLease {
  const hold = defineScript(client, 'hold-lease')
  const letGo = defineScript(client, 'release-lease')
  let heldAt = Number.NEGATIVE_INFINITY

  return {
    async mayRead() {
      const now = performance.now()
      if (now - heldAt < RENEW_MS) return true
      if ((await hold(RedisKeys.outcomesReader, holder, LEASE_MS)) === 1) {
        heldAt = now
        return true
      }
      heldAt = Number.NEGATIVE_INFINITY
      return (await client.xlen(RedisKeys.outcomes)) >= BEHIND
    },
    release() {
      heldAt = Number.NEGATIVE_INFINITY
      // What cannot be given back, because the store is away, runs out.
      letGo(RedisKeys.outcomesReader, holder).catch(() => {})
    },
  }
}
