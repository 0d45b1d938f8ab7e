import { gather, type OutcomeMessage, RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { writeOutcomes } from './outcome-entry.ts'

/** The most outcomes of one entry: a planner settles an entry whole. */
const MOST = 32

/**
 * Tells the planners how attempts ended; outcomes that come while others are on their way travel together. The promise
 * resolves with the entry's id when the outcome is in the stream. Waits while the store is away.
 */
export function createOutcomeWriter({
  client,
}: StoreConnection): (message: OutcomeMessage) => Promise<string> {
  return gather(MOST, async (messages) => {
    const id = String(await client.xadd(RedisKeys.outcomes, '*', ...writeOutcomes(messages)))
    return messages.map(() => id)
  })
}
