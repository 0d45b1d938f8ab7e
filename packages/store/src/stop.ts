import { RedisKeys } from '@muster/core'
import { REMEMBER_MS } from './agent-lock.ts'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** Writes an agent's stop fence, then tells whoever listens. Twice is harmless, and an older fence changes nothing. */
export async function sendStop({ client }: StoreConnection, agent: string, fence: number): Promise<void> {
  const stop = await defineScript(client, 'raise-stop')(RedisKeys.agentLock(agent), fence, REMEMBER_MS)
  await client.publish(RedisKeys.signals, JSON.stringify({ agent, fence: Number(stop) }))
}

/** Tells all workers that a template is revoked. Who does not hear it gets no more agents of it all the same. */
export async function sendTemplate(
  { client }: StoreConnection,
  tenant: string,
  template: string,
): Promise<void> {
  await client.publish(RedisKeys.signals, JSON.stringify({ tenant, template }))
}

/** Notes whether a worker may take jobs, then tells it: when it does not hear it now, it sees it at its next beat. */
export async function sendWorker(
  { client }: StoreConnection,
  worker: string,
  revoked: boolean,
): Promise<void> {
  if (revoked) await client.sadd(RedisKeys.revokedWorkers, worker)
  else await client.srem(RedisKeys.revokedWorkers, worker)
  await client.publish(RedisKeys.signals, JSON.stringify({ worker, revoked }))
}
