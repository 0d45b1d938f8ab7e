import { RedisKeys } from '@muster/core'
import { REMEMBER_MS } from './agent-lock.ts'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** Writes an agent's stop fence, then tells whoever listens. Twice is harmless, and an older fence changes nothing. */
export async function sendStop({ client }: StoreConnection, agent: string, fence: number): Promise<void> {
  const stop = await defineScript(client, 'raise-stop')(RedisKeys.agentLock(agent), fence, REMEMBER_MS)
  await client.publish(RedisKeys.signals, JSON.stringify({ agent, fence: Number(stop) }))
}
