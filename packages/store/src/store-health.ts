import { type OutcomeFacts, RedisKeys, type StoreFacts } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { outcomeBacklog } from './outcome-backlog.ts'

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
async function outcomeFacts(connection: StoreConnection): Promise<OutcomeFacts> {
  const [backlog, reader] = await Promise.all([
    outcomeBacklog(connection),
    connection.client.get(RedisKeys.outcomesReader),
  ])
  return { ...backlog, reader }
}
