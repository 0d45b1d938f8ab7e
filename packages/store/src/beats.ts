import type { StoreConnection } from './connection.ts'

/** How long something counts as alive after a beat. */
export const ALIVE_MS = 10_000

/** What is alive: processes that describe themselves again and again, until they say that they are gone or fall silent. */
export interface Beats<View> {
  beat(view: View): Promise<void>
  /** Those that beat lately, in order of their ids. */
  all(): Promise<readonly View[]>
  leave(id: string): Promise<void>
}

/** `ids` is the set of all that ever beat, `keyOf` the key of what one of them says. */
export function createBeats<View extends { readonly id: string }>(
  { client }: StoreConnection,
  ids: string,
  keyOf: (id: string) => string,
): Beats<View> {
  return {
    async beat(view) {
      await Promise.all([
        client.set(keyOf(view.id), JSON.stringify(view), 'PX', ALIVE_MS),
        client.sadd(ids, view.id),
      ])
    },
    async all() {
      const known = (await client.smembers(ids)).toSorted()
      const beats = await Promise.all(known.map((id) => client.get(keyOf(id))))
      const dead = known.filter((_, index) => beats[index] === null)
      if (dead.length > 0) await client.srem(ids, ...dead)
      return beats.flatMap((beat) => (beat == null ? [] : [JSON.parse(beat) as View]))
    },
    async leave(id) {
      await Promise.all([client.del(keyOf(id)), client.srem(ids, id)])
    },
  }
}
