import { RedisKeys } from '@muster/core'
import { endClient, type StoreConnection } from './connection.ts'

type Unsubscribe = () => Promise<void>

/**
 * Hears which agents must stop, on a connection of its own that subscribes again after an outage. What was said
 * during one is lost: the stop fence in the agent's state is the truth. Answers a function that ends it.
 */
export function onStop(
  connection: StoreConnection,
  listener: (agent: string, fence: number) => void,
): Promise<Unsubscribe> {
  return subscribe(connection, RedisKeys.signals, (text) => {
    const message = parseStop(text)
    if (message !== null) listener(message.agent, message.fence)
  })
}

/** Hears which runs have new entries, as `onStop` does. Answers a function that ends it. */
export function onChange(connection: StoreConnection, listener: (run: string) => void): Promise<Unsubscribe> {
  return subscribe(connection, RedisKeys.changes, (text) => {
    for (const run of text.split(' ')) listener(run)
  })
}

async function subscribe(
  connection: StoreConnection,
  channel: string,
  hear: (text: string) => void,
): Promise<Unsubscribe> {
  const client = connection.duplicate()
  client.on('message', (_channel: string, text: string) => hear(text))
  await client.subscribe(channel)
  return async () => endClient(client)
}

function parseStop(text: string): { agent: string; fence: number } | null {
  try {
    const { agent, fence } = JSON.parse(text) as { agent?: unknown; fence?: unknown }
    return typeof agent === 'string' && typeof fence === 'number' ? { agent, fence } : null
  } catch {
    return null
  }
}
