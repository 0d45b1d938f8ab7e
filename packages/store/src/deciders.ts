import { type DeciderView, RedisKeys } from '@muster/core'
import { type Beats, createBeats } from './beats.ts'
import type { StoreConnection } from './connection.ts'

/** Which processes decide by policies, and by which. */
export type Deciders = Beats<DeciderView>

export function createDeciders(connection: StoreConnection): Deciders {
  return createBeats(connection, RedisKeys.deciders, RedisKeys.deciderBeat)
}
