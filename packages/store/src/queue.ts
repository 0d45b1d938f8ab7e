import { createHash } from 'node:crypto'
import { ALL_QUEUES, DEFAULT_KEEP_JOBS, QueueNames, RedisKeys } from '@muster/core'
import { type JobsOptions, type KeepJobs, Queue } from 'bullmq'
import type { StoreConnection } from './connection.ts'

/** Jobs that failed are few, and somebody will want to see them. */
const KEEP_FAILED: JobsOptions = { removeOnFail: { count: 500 } }

/** An attempt is tried once by BullMQ: the ledger counts the tries. `keepJobs` of those that ended stay for Bull Board. */
export function attemptOptions(keepJobs: number): JobsOptions {
  return { ...KEEP_FAILED, removeOnComplete: { count: keepJobs }, attempts: 1 }
}
/** A gate's deadline leaves nothing behind, so that the next one of the same gate finds its id free. */
export const GATE_OPTIONS: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
}
/** A submission is tried again while the ledger is away; its job holds the answer for whoever waits. */
export const SUBMISSION_OPTIONS: JobsOptions = {
  ...KEEP_FAILED,
  removeOnComplete: { count: DEFAULT_KEEP_JOBS },
  attempts: 10,
  backoff: { type: 'exponential', delay: 500 },
}

/** A vote stays, with its answer, for whoever waits: SDKs remove it when they have read that. In seconds. */
export const KEEP_VOTES: KeepJobs = { age: 60 * 60, count: 1_000 }
/** A vote is tried again while the ledger is away. */
export const VOTE_OPTIONS: JobsOptions = {
  removeOnComplete: KEEP_VOTES,
  removeOnFail: KEEP_VOTES,
  attempts: 10,
  backoff: { type: 'exponential', delay: 500 },
}

/** Opens a queue on the shared client; its errors are those of the connection, which tells of them itself. */
export function openQueue<T>(connection: StoreConnection, name: string): Queue<T> {
  const queue = new Queue<T>(name, { connection: connection.client, skipVersionCheck: true })
  queue.on('error', () => {})
  return queue
}

/** Every queue there is, for Bull Board. */
export interface Queues {
  /** Those that exist from the start, and those of workers that are there now. */
  all(): Promise<readonly Queue[]>
  close(): Promise<void>
}

export function openQueues(connection: StoreConnection): Queues {
  const open = new Map<string, Queue>()
  const queueOf = (name: string): Queue => {
    const queue = open.get(name) ?? (openQueue(connection, name) as Queue)
    open.set(name, queue)
    return queue
  }
  return {
    async all() {
      const workers = (await connection.client.smembers(RedisKeys.stickyWorkers)).toSorted()
      return [...ALL_QUEUES, ...workers.map(QueueNames.worker)].map(queueOf)
    },
    async close() {
      await Promise.all([...open.values()].map((queue) => queue.close()))
    },
  }
}

/** A job id made of any text: BullMQ takes neither colons nor plain numbers. */
export function jobIdOf(text: string): string {
  return `k${createHash('sha256').update(text).digest('hex')}`
}
