import { setTimeout as wait } from 'node:timers/promises'
import { LOCK_MS, type Log, type Service, STALLED_INTERVAL_MS } from '@muster/core'
import { type KeepJobs, type Processor, QueueKeys, RedisConnection, RedisQueueBackend, Worker } from 'bullmq'
import { endClient, type StoreClient, type StoreConnection } from './connection.ts'

export interface QueueWorkerOptions<T, R> {
  readonly name: string
  readonly concurrency: number
  readonly process: Processor<T, R>
  readonly log: Log
  /** How long jobs that ended stay, where they do not say so themselves. */
  readonly keep?: KeepJobs
  /** Called with the BullMQ worker before it takes its first job. */
  readonly opened?: (worker: Worker<T, R>) => void
}

/** How long a stop waits for a store that is away once no job is at hand. */
const AWAY_MS = 3_000
const LOOK_MS = 250

/**
 * A BullMQ worker as a service: `start` returns when it takes jobs, `stop` when the jobs at hand are done and the
 * store knows. Where the store is away, `stop` gives up on it after three seconds; the jobs are then delivered again.
 */
export function createQueueWorker<T, R>(
  connection: StoreConnection,
  options: QueueWorkerOptions<T, R>,
): Service {
  const { log, name } = options
  let active = 0
  let opened: { readonly worker: Worker<T, R>; readonly blocking: StoreClient } | null = null
  let stopping: Promise<void> | null = null
  let forget = () => {}

  const process: Processor<T, R> = async (job, token) => {
    active++
    try {
      return await options.process(job, token)
    } finally {
      active--
    }
  }

  const finish = async () => {
    forget()
    if (opened === null) return
    const { worker, blocking } = opened
    const closed = new AbortController()
    const closing = worker.close().finally(() => closed.abort())
    for (let awayMs = 0; !closed.signal.aborted && awayMs < AWAY_MS; ) {
      // A timer left behind would keep the process.
      await Promise.race([closing, wait(LOOK_MS, null, closed).catch(() => null)])
      const away = connection.client.status !== 'ready'
      awayMs = away && active === 0 ? awayMs + LOOK_MS : 0
      if (away) endClient(blocking)
    }
    endClient(blocking)
  }
  const stop = () => (stopping ??= finish())

  return {
    async start() {
      if (opened !== null) return
      const blocking = connection.duplicate(clientName(name))
      const worker = openWorker(connection, blocking, { ...options, process })
      opened = { worker, blocking }
      // An outage is told once, by the connection.
      worker.on('error', (error) => {
        const level = connection.client.status === 'ready' ? 'warn' : 'debug'
        log[level]({ queue: name, reason: error.message }, 'queue worker error')
      })
      options.opened?.(worker)
      forget = connection.own(stop)
      await worker.waitUntilReady()
      worker.run().catch((error: unknown) => log.error({ queue: name, error }, 'queue worker ended'))
    },
    stop,
  }
}

/** The name by which BullMQ, and so Bull Board, knows the workers of a queue. */
function clientName(queue: string): string {
  return `bull:${Buffer.from(queue).toString('base64')}`
}

/** The ledger counts lost attempts, not BullMQ, so a job may stall as often as it likes. */
function openWorker<T, R>(
  connection: StoreConnection,
  blocking: StoreClient,
  options: QueueWorkerOptions<T, R>,
): Worker<T, R> {
  const settings = {
    connection: connection.client,
    concurrency: options.concurrency,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_INTERVAL_MS,
    maxStalledCount: 1_000_000,
    drainDelay: 5,
    runRetryDelay: 1_000,
    ...(options.keep !== undefined && { removeOnComplete: options.keep, removeOnFail: options.keep }),
  }
  const keys = new QueueKeys()
  return new Worker<T, R>(options.name, options.process, settings, (name, opts) => {
    const skipVersionCheck = true
    const shared = new RedisConnection(connection.client, { shared: true, blocking: false, skipVersionCheck })
    const own = new RedisConnection(blocking, { shared: false, blocking: true, skipVersionCheck })
    return new RedisQueueBackend(
      shared,
      name,
      keys.getKeys(name),
      (type) => keys.toKey(name, type),
      opts,
      own,
    )
  })
}
