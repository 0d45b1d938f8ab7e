import { RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** How long the state of an agent is kept that nobody ended. */
export const STATE_MS = 30 * 24 * 60 * 60_000

/** Writes an agent's stop fence, then tells whoever listens. Twice is harmless, and an older fence changes nothing. */
export async function sendStop({ client }: StoreConnection, agent: string, fence: number): Promise<void> {
  const stop = await defineScript(client, 'raise-stop')(RedisKeys.agentState(agent), fence, STATE_MS)
  await client.publish(RedisKeys.signals, JSON.stringify({ agent, fence: Number(stop) }))
}
