import { type AttemptJob, LOCK_MS, QueueNames, RedisKeys } from '@muster/core'
import type { Job, JobsOptions, Queue } from 'bullmq'
import type { StoreConnection } from './connection.ts'
import { ALIVE_MS } from './beats.ts'
import { openQueue } from './queue.ts'

/** What a worker does not take from its own queue for so long goes to whoever is free. */
const SLOW_MS = 2_000
/** Jobs looked at in the queue of a worker that is there. */
const PAGE = 100

/**
 * The planner's view of workers' own queues.
 *
 * S1. A worker that has not beaten for as long as a lock lasts takes nothing: what is in its queue, at work or not, goes
 *     back to the queues of its tiers.
 * S2. A job is added there before it is removed here. Taken twice, the agent's lock and fence let one be worked.
 */
export interface StickyQueues {
  /** The queue of a worker that takes jobs, as of the last look; null when it is gone. */
  of(worker: string): Queue<AttemptJob> | null
  /** Looks which workers there are, and sends back what they do not take; answers how many jobs. */
  tend(): Promise<number>
  close(): Promise<void>
}

/** Says that a worker has a queue of its own. */
export async function announceSticky({ client }: StoreConnection, worker: string): Promise<void> {
  await client.sadd(RedisKeys.stickyWorkers, worker)
}

export function createStickyQueues(
  connection: StoreConnection,
  tierQueue: (job: AttemptJob) => Queue<AttemptJob>,
  options: JobsOptions,
): StickyQueues {
  const { client } = connection
  const open = new Map<string, Queue<AttemptJob>>()

  const sendBack = async (job: Job<AttemptJob>): Promise<void> => {
    const { id, name, data } = job
    if (id === undefined) return
    await tierQueue(data).add(name, data, { ...options, jobId: id, lifo: true })
    // Whoever holds it at this moment keeps it: the two meet at the agent's lock.
    await job.remove().catch(() => {})
  }

  const sendBackAll = async (jobs: readonly Job<AttemptJob>[]): Promise<number> => {
    await Promise.all(jobs.map(sendBack))
    return jobs.length
  }

  const lookAfter = async (worker: string): Promise<number> => {
    const queue = open.get(worker) ?? openQueue<AttemptJob>(connection, QueueNames.worker(worker))
    // Beats say how long they last, so that only the store's clock counts.
    const left = await client.pttl(RedisKeys.workerBeat(worker))
    if (left > ALIVE_MS - LOCK_MS) {
      open.set(worker, queue)
      const jobs = await queue.getJobs(['wait', 'prioritized', 'delayed'], 0, PAGE - 1, true)
      const late = Date.now() - SLOW_MS
      return sendBackAll(jobs.filter(({ timestamp }) => timestamp < late))
    }
    open.delete(worker)
    const sent = await sendBackAll(await queue.getJobs(['active', 'wait', 'prioritized', 'delayed']))
    // Looked at once more: a planner that has not noticed yet may just have added to it.
    if (sent === 0) {
      await client.srem(RedisKeys.stickyWorkers, worker)
      await client.del(RedisKeys.shares(queue.name))
    } else await queue.obliterate({ force: true })
    await queue.close()
    return sent
  }

  return {
    of: (worker) => open.get(worker) ?? null,
    async tend() {
      const workers = await client.smembers(RedisKeys.stickyWorkers)
      const sent = await Promise.all(workers.map(lookAfter))
      return sent.reduce((sum, jobs) => sum + jobs, 0)
    },
    async close() {
      await Promise.all([...open.values()].map((queue) => queue.close()))
    },
  }
}
