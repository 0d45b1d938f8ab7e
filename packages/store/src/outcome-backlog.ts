import { type OutcomeBacklog, RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'

/** What workers told and no planner has settled. An entry stays in the stream until it is. */
export async function outcomeBacklog({ client }: StoreConnection): Promise<OutcomeBacklog> {
  const [waiting, oldest] = await Promise.all([
    client.xlen(RedisKeys.outcomes),
    client.xrange(RedisKeys.outcomes, '-', '+', 'COUNT', 1),
  ])
  const [id] = oldest[0] ?? []
  // The first part of an id is the time at which the store took the entry.
  return { waiting, oldestAt: id === undefined ? null : Number(id.split('-')[0]) }
}
