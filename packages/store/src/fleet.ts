import { RedisKeys, type WorkerView } from '@muster/core'
import type { StoreConnection } from './connection.ts'

/** Which workers there are. */
export interface Fleet {
  /** Says that this worker is alive; it counts as gone ten seconds after its last beat. Answers whether it is revoked. */
  beat(view: WorkerView): Promise<boolean>
  workers(): Promise<readonly WorkerView[]>
  /** Says that this worker is gone. */
  leave(id: string): Promise<void>
}

/** How long a worker counts as alive after a beat. */
export const ALIVE_MS = 10_000

/** The workers of this store, in order of their ids. */
export function createFleet({ client }: StoreConnection): Fleet {
  return {
    async beat(view) {
      const key = RedisKeys.workerBeat(view.id)
      const [revoked] = await Promise.all([
        client.sismember(RedisKeys.revokedWorkers, view.id),
        client.set(key, JSON.stringify(view), 'PX', ALIVE_MS),
        client.sadd(RedisKeys.workers, view.id),
      ])
      return revoked === 1
    },
    async workers() {
      const ids = (await client.smembers(RedisKeys.workers)).toSorted()
      const beats = await Promise.all(ids.map((id) => client.get(RedisKeys.workerBeat(id))))
      const dead = ids.filter((_, index) => beats[index] === null)
      if (dead.length > 0) await client.srem(RedisKeys.workers, ...dead)
      return beats.flatMap((beat) => (beat == null ? [] : [JSON.parse(beat) as WorkerView]))
    },
    async leave(id) {
      await Promise.all([client.del(RedisKeys.workerBeat(id)), client.srem(RedisKeys.workers, id)])
    },
  }
}
