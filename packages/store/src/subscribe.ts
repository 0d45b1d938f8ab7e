import { RedisKeys } from '@muster/core'
import { endClient, type StoreConnection } from './connection.ts'

type Unsubscribe = () => Promise<void>

/** What a worker is told from outside. */
export interface StopListener {
  /** Whatever this agent runs under this fence or an older one must stop. */
  agent(agent: string, fence: number): void
  /** This worker may take no jobs, or may again. */
  worker(worker: string, revoked: boolean): void
  /** A template, `name` or `name@version`, is revoked in a tenant. */
  template(tenant: string, template: string): void
}

/**
 * Hears what must stop, on a connection of its own that subscribes again after an outage. What was said during one is
 * lost: the stop fence in the agent's lock and the answer to a beat are the truth. `hear` is told when an outage begins
 * and when it is over. Answers a function that ends it.
 */
export function onStop(
  connection: StoreConnection,
  listener: StopListener,
  hear: (hearing: boolean) => void = () => {},
): Promise<Unsubscribe> {
  const take = (text: string): void => {
    const { agent, fence, worker, revoked, tenant, template } = parse(text)
    if (typeof agent === 'string' && typeof fence === 'number') listener.agent(agent, fence)
    if (typeof worker === 'string' && typeof revoked === 'boolean') listener.worker(worker, revoked)
    if (typeof tenant === 'string' && typeof template === 'string') listener.template(tenant, template)
  }
  return subscribe(connection, RedisKeys.signals, take, hear)
}

/** Hears which runs have new entries, as `onStop` does. Answers a function that ends it. */
export function onChange(connection: StoreConnection, listener: (run: string) => void): Promise<Unsubscribe> {
  return subscribe(connection, RedisKeys.changes, (text) => {
    for (const run of text.split(' ')) listener(run)
  })
}

/** Hears that other policies are in force, as `onStop` does: the ledger says which. Answers a function that ends it. */
export function onPolicies(connection: StoreConnection, listener: () => void): Promise<Unsubscribe> {
  return subscribe(connection, RedisKeys.policies, () => listener())
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

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
