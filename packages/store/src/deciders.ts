import { type DeciderView, RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { ALIVE_MS } from './fleet.ts'

/** Which processes decide by policies, and by which. */
export interface Deciders {
  /** Says that this process is alive; it counts as gone ten seconds after its last beat. */
  beat(view: DeciderView): Promise<void>
  all(): Promise<readonly DeciderView[]>
  /** Says that this process is gone. */
  leave(id: string): Promise<void>
}

/** The processes of this store that decide, in order of their ids. */
export function createDeciders({ client }: StoreConnection): Deciders {
  return {
    async beat(view) {
      await Promise.all([
        client.set(RedisKeys.deciderBeat(view.id), JSON.stringify(view), 'PX', ALIVE_MS),
        client.sadd(RedisKeys.deciders, view.id),
      ])
    },
    async all() {
      const ids = (await client.smembers(RedisKeys.deciders)).toSorted()
      const beats = await Promise.all(ids.map((id) => client.get(RedisKeys.deciderBeat(id))))
      const dead = ids.filter((_, index) => beats[index] === null)
      if (dead.length > 0) await client.srem(RedisKeys.deciders, ...dead)
      return beats.flatMap((beat) => (beat == null ? [] : [JSON.parse(beat) as DeciderView]))
    },
    async leave(id) {
      await Promise.all([client.del(RedisKeys.deciderBeat(id)), client.srem(RedisKeys.deciders, id)])
    },
  }
}
