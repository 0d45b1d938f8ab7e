import { RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'

/** Whether the store has kept its data since anyone last asked: 'lost' is told once, to whoever asks first. */
export async function claimEpoch({ client }: StoreConnection): Promise<'kept' | 'lost'> {
  const set = await client.set(RedisKeys.epoch, new Date().toISOString(), 'NX')
  return set === null ? 'kept' : 'lost'
}
