import { type Drain, MusterError, RedisKeys, type WorkerView } from '@muster/core'
import type { StoreConnection } from './connection.ts'

/** Which workers there are. */
export interface Fleet {
  /** Says that this worker is alive; it counts as gone ten seconds after its last beat. Answers what is asked of it. */
  beat(view: WorkerView): Promise<Bidding>
  workers(): Promise<readonly WorkerView[]>
  /**
   * Has a worker take no new agents and end those that it has, or with null take them again, until it is gone; answers
   * whether that changed anything. Throws MUSTER_WORKER_NOT_FOUND.
   */
  drain(id: string, drain: Drain | null): Promise<boolean>
  /** Says that this worker is gone. */
  leave(id: string): Promise<void>
}

/** What is asked of a worker. */
export interface Bidding {
  readonly revoked: boolean
  readonly draining: boolean
}

/** How long a worker counts as alive after a beat. */
export const ALIVE_MS = 10_000

/** The workers of this store, in order of their ids. */
export function createFleet({ client }: StoreConnection): Fleet {
  const forget = async (ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return
    await Promise.all([
      client.srem(RedisKeys.workers, ...ids),
      client.hdel(RedisKeys.drainingWorkers, ...ids),
    ])
  }
  return {
    async beat(view) {
      const key = RedisKeys.workerBeat(view.id)
      const [revoked, draining] = await Promise.all([
        client.sismember(RedisKeys.revokedWorkers, view.id),
        client.hexists(RedisKeys.drainingWorkers, view.id),
        client.set(key, JSON.stringify(view), 'PX', ALIVE_MS),
        client.sadd(RedisKeys.workers, view.id),
      ])
      return { revoked: revoked === 1, draining: draining === 1 }
    },
    async workers() {
      const ids = (await client.smembers(RedisKeys.workers)).toSorted()
      const [drains, ...beats] = await Promise.all([
        client.hgetall(RedisKeys.drainingWorkers),
        ...ids.map((id) => client.get(RedisKeys.workerBeat(id))),
      ])
      await forget(ids.filter((_, index) => beats[index] === null))
      return beats.flatMap((beat) => {
        if (beat == null) return []
        const view = JSON.parse(beat) as WorkerView
        const drain = drains[view.id]
        return [drain === undefined ? view : { ...view, draining: JSON.parse(drain) as Drain }]
      })
    },
    async drain(id, drain) {
      if ((await client.exists(RedisKeys.workerBeat(id))) === 0)
        throw new MusterError('MUSTER_WORKER_NOT_FOUND', { worker: id })
      const key = RedisKeys.drainingWorkers
      const changed =
        drain === null ? await client.hdel(key, id) : await client.hsetnx(key, id, JSON.stringify(drain))
      await client.publish(RedisKeys.signals, JSON.stringify({ worker: id, draining: drain !== null }))
      return changed === 1
    },
    async leave(id) {
      await Promise.all([client.del(RedisKeys.workerBeat(id)), forget([id])])
    },
  }
}
