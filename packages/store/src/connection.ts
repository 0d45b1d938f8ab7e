import { setTimeout as wait } from 'node:timers/promises'
import { type Log, MusterError } from '@muster/core'
import { Cluster, Redis } from 'ioredis'
import { parseStoreUrl, redactUrl, type StoreAddress } from './address.ts'
import { gatherWrites } from './gather-writes.ts'

export type StoreClient = Redis | Cluster

/** A store, connected. Everything else in this package is made from one. */
export interface StoreConnection {
  readonly kind: 'single' | 'cluster'
  /** Shared by all commands that do not block. Commands given while the store is away wait for it. */
  readonly client: StoreClient
  /** A client of its own, for commands that block and for subscriptions; `close` ends it too. A single server lists it by name. */
  duplicate(connectionName?: string): StoreClient
  /** Has `stop` called when the connection closes; answers a function that takes this back. */
  own(stop: () => Promise<void>): () => void
  /** Stops what was opened through it, then disconnects. Safe to call twice. */
  close(): Promise<void>
}

const CONNECT_MS = 10_000

/**
 * Connects to a store and pings it once. `log` hears of outages; it never sees a password.
 * Throws MUSTER_CONFIG for a URL that is none, MUSTER_STORE_UNREACHABLE when nothing answers within ten seconds.
 */
export async function connectStore(url: string, log?: Log): Promise<StoreConnection> {
  const address = parseStoreUrl(url)
  const clients = new Set<StoreClient>()
  const owned = new Set<() => Promise<void>>()
  let lastError: Error | null = null
  let closing: Promise<void> | null = null

  const tend = <T extends StoreClient>(client: T): T => {
    client.on('error', (error: Error) => {
      if (lastError === null)
        log?.warn({ url: redactUrl(url), reason: reasonOf(error) }, 'store connection lost')
      lastError = error
    })
    client.on('ready', () => {
      lastError = null
    })
    client.once('end', () => clients.delete(client))
    gatherWrites(client)
    clients.add(client)
    return client
  }

  const client = tend(open(address))
  const finish = async () => {
    await Promise.allSettled([...owned].map((stop) => stop()))
    for (const each of clients) endClient(each)
  }
  const close = () => (closing ??= finish())

  try {
    await within(CONNECT_MS, client.connect())
    await within(CONNECT_MS, client.ping())
  } catch (error) {
    const reason = reasonOf(lastError ?? error)
    await close()
    throw new MusterError('MUSTER_STORE_UNREACHABLE', { url: redactUrl(url), reason })
  }
  return {
    kind: address.kind,
    client,
    duplicate(connectionName) {
      const named = connectionName === undefined ? {} : { connectionName }
      return tend(client instanceof Redis ? client.duplicate(named) : client.duplicate())
    },
    own(stop) {
      owned.add(stop)
      return () => owned.delete(stop)
    },
    close,
  }
}

/** Disconnects a client; what still waits for the store fails. */
export function endClient(client: StoreClient): void {
  if (client.status === 'end') return
  const between = client.status === 'reconnecting' || client.status === 'disconnecting'
  client.disconnect()
  if (!between) return
  // Told to disconnect between two tries to connect, a client never ends and its commands wait for ever.
  client.connect().catch(() => {})
  client.disconnect()
}

function open(address: StoreAddress): StoreClient {
  const common = { ...address.access, maxRetriesPerRequest: null }
  if (address.kind === 'single')
    return new Redis({
      ...common,
      ...address.server,
      db: address.db,
      retryStrategy: retryDelay,
      lazyConnect: true,
    })
  return new Cluster([...address.nodes], {
    redisOptions: common,
    lazyConnect: true,
    clusterRetryStrategy: retryDelay,
    clusterNodeRetryStrategy: retryDelay,
    // With the delays below, a command outlives a failover of some ten seconds.
    maxRedirections: 100,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 100,
  })
}

function retryDelay(times: number): number {
  return Math.min(25 * 2 ** Math.min(times, 6), 1_000) + Math.floor(Math.random() * 50)
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const patience = new AbortController()
  work.catch(() => {})
  try {
    return await Promise.race([
      work,
      wait(ms, null, { signal: patience.signal }).then(() => {
        throw new Error(`no answer within ${ms / 1_000} s`)
      }),
    ])
  } finally {
    patience.abort()
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  if (!(error instanceof Error)) return String(error)
  const last = (error as { lastNodeError?: unknown }).lastNodeError
  return last === undefined ? error.message || error.name : reasonOf(last)
}
