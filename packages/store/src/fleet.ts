import { RedisKeys, type WorkerView } from '@muster/core'
import { createBeats } from './beats.ts'
import type { StoreConnection } from './connection.ts'

/** Which workers there are. */
export interface Fleet {
  /** Says that this worker is alive; it counts as gone ten seconds after its last beat. Answers whether it is revoked. */
  beat(view: WorkerView): Promise<boolean>
  workers(): Promise<readonly WorkerView[]>
  /** Says that this worker is gone. */
  leave(id: string): Promise<void>
}

/** The workers of this store, in order of their ids. */
export function createFleet(connection: StoreConnection): Fleet {
  const beats = createBeats<WorkerView>(connection, RedisKeys.workers, RedisKeys.workerBeat)
  return {
    async beat(view) {
      const [revoked] = await Promise.all([
        connection.client.sismember(RedisKeys.revokedWorkers, view.id),
        beats.beat(view),
      ])
      return revoked === 1
    },
    workers: () => beats.all(),
    leave: (id) => beats.leave(id),
  }
}
