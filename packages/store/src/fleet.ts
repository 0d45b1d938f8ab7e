import { type Drain, MusterError, RedisKeys, type WorkerView } from '@muster/core'
import { createBeats } from './beats.ts'
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

/** The workers of this store, in order of their ids. */
export function createFleet(connection: StoreConnection): Fleet {
  const { client } = connection
  const beats = createBeats<WorkerView>(connection, RedisKeys.workers, RedisKeys.workerBeat)
  return {
    async beat(view) {
      const [revoked, draining] = await Promise.all([
        client.sismember(RedisKeys.revokedWorkers, view.id),
        client.hexists(RedisKeys.drainingWorkers, view.id),
        beats.beat(view),
      ])
      return { revoked: revoked === 1, draining: draining === 1 }
    },
    async workers() {
      const [drains, views] = await Promise.all([client.hgetall(RedisKeys.drainingWorkers), beats.all()])
      const gone = Object.keys(drains).filter((id) => !views.some((view) => view.id === id))
      if (gone.length > 0) await client.hdel(RedisKeys.drainingWorkers, ...gone)
      return views.map((view) => {
        const drain = drains[view.id]
        return drain === undefined ? view : { ...view, draining: JSON.parse(drain) as Drain }
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
      await Promise.all([beats.leave(id), client.hdel(RedisKeys.drainingWorkers, id)])
    },
  }
}
