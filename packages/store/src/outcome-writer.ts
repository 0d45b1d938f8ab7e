import { gather, RedisKeys, type Seals, type WorkerMessage } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { writeMessages } from './outcome-entry.ts'

/** The most outcomes of one entry: a planner settles an entry whole. */
const MOST = 32

/**
 * Tells the planners how attempts ended, and what effects agents ask for; what comes while others are on their way
 * travels together, under one seal. The promise resolves with the entry's id when the message is in the stream. Waits while
 * the store is away.
 */
export function createOutcomeWriter(
  { client }: StoreConnection,
  seals: Pick<Seals, 'seal'>,
): (message: WorkerMessage) => Promise<string> {
  return gather(MOST, async (messages) => {
    const id = String(await client.xadd(RedisKeys.outcomes, '*', ...writeMessages(messages, seals)))
    return messages.map(() => id)
  })
}
