import { createHash } from 'node:crypto'
import { ALL_QUEUES } from '@muster/core'
import { type JobsOptions, Queue } from 'bullmq'
import type { StoreConnection } from './connection.ts'

/** What Bull Board may still show of jobs that ended. */
const KEEP: JobsOptions = { removeOnComplete: { count: 200 }, removeOnFail: { count: 500 } }

/** An attempt is tried once by BullMQ: the ledger counts the tries. */
export const ATTEMPT_OPTIONS: JobsOptions = { ...KEEP, attempts: 1 }
/** A gate's deadline leaves nothing behind, so that the next one of the same gate finds its id free. */
export const GATE_OPTIONS: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
}
/** A submission is tried again while the ledger is away. */
export const SUBMISSION_OPTIONS: JobsOptions = {
  ...KEEP,
  attempts: 10,
  backoff: { type: 'exponential', delay: 500 },
}

/** Opens a queue on the shared client; its errors are those of the connection, which tells of them itself. */
export function openQueue<T>(connection: StoreConnection, name: string): Queue<T> {
  const queue = new Queue<T>(name, { connection: connection.client, skipVersionCheck: true })
  queue.on('error', () => {})
  return queue
}

/** Opens every queue there is, for Bull Board. */
export function openQueues(connection: StoreConnection): {
  readonly queues: readonly Queue[]
  close(): Promise<void>
} {
  const queues = ALL_QUEUES.map((name) => openQueue(connection, name) as Queue)
  return {
    queues,
    async close() {
      await Promise.all(queues.map((queue) => queue.close()))
    },
  }
}

/** A job id made of any text: BullMQ takes neither colons nor plain numbers. */
export function jobIdOf(text: string): string {
  return `k${createHash('sha256').update(text).digest('hex')}`
}
