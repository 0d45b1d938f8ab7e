import { type OutcomeFacts, RedisKeys, type StoreFacts } from '@muster/core'
import type { StoreConnection } from './connection.ts'

/** Asks the store for its name, what it holds and what planners have left to settle. */
export async function storeFacts(connection: StoreConnection): Promise<StoreFacts> {
  const [info, outcomes] = await Promise.all([connection.client.info(), outcomeFacts(connection)])
  const fact = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
  const dragonfly = fact('dragonfly_version')?.replace(/^df-v?/, '')
  const most = Number(fact('maxmemory') ?? 0)
  const appendOnly = fact('aof_enabled')
  return {
    name: dragonfly === undefined ? `Redis ${fact('redis_version') ?? ''}` : `Dragonfly ${dragonfly}`,
    memory: fact('used_memory_human') ?? null,
    full: most > 0 ? Number(fact('used_memory') ?? 0) / most : null,
    // What has no limit is never full. Dragonfly names no policy: it evicts nothing unless it is started as a cache.
    evicts: most > 0 && (fact('maxmemory_policy') ?? 'noeviction') !== 'noeviction',
    appendOnly: dragonfly !== undefined || appendOnly === undefined ? null : appendOnly === '1',
    outcomes,
  }
}

/** What the stream of outcomes holds, and who reads it: an entry is deleted when it is settled. */
async function outcomeFacts({ client }: StoreConnection): Promise<OutcomeFacts> {
  const [waiting, [oldest], reader] = await Promise.all([
    client.xlen(RedisKeys.outcomes),
    client.xrange(RedisKeys.outcomes, '-', '+', 'COUNT', 1),
    client.get(RedisKeys.outcomesReader),
  ])
  // The first part of an id is the time at which the store took the entry.
  return { waiting, oldestAt: oldest === undefined ? null : Number.parseInt(oldest[0], 10), reader }
}
