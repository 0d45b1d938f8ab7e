import { RedisKeys } from '@muster/core'
import { endClient, type StoreConnection } from './connection.ts'

type Unsubscribe = () => Promise<void>

/**
 * Hears which agents must stop, on a connection of its own that subscribes again after an outage. What was said
 * during one is lost: the stop fence in the agent's lock is the truth. `hear` is told when an outage begins and when it
 * is over. Answers a function that ends it.
 */
export function onStop(
  connection: StoreConnection,
  listener: (agent: string, fence: number) => void,
  hear: (hearing: boolean) => void = () => {},
): Promise<Unsubscribe> {
  const take = (text: string): void => {
    const message = parseStop(text)
    if (message !== null) listener(message.agent, message.fence)
  }
  return subscribe(connection, RedisKeys.signals, take, hear)
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
  take: (text: string) => void,
  hear: (hearing: boolean) => void = () => {},
): Promise<Unsubscribe> {
  const client = connection.duplicate()
  client.on('message', (_channel: string, text: string) => take(text))
  await client.subscribe(channel)
  hear(true)
  client.on('close', () => hear(false))
  // Subscribing again tells when the client has done so by itself.
  client.on(
    'ready',
    () =>
      void client.subscribe(channel).then(
        () => hear(true),
        () => {},
      ),
  )
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
