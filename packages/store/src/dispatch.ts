import {
  type AttemptJob,
  DEFAULT_KEEP_JOBS,
  type Dispatch,
  type GateJob,
  type OutboxMessage,
  QueueNames,
  RedisKeys,
  type Tier,
} from '@muster/core'
import type { Queue } from 'bullmq'
import type { StoreConnection } from './connection.ts'
import { sendReplies } from './effect-replies.ts'
import { createFairQueue } from './fair-queue.ts'
import { attemptOptions, GATE_OPTIONS, openQueue } from './queue.ts'
import { workerOf } from './agent-lock.ts'
import { createStickyQueues } from './sticky-queues.ts'
import { sendStop, sendTemplate, sendWorker } from './stop.ts'

/** Sent at once before anyone else gets a turn: at 20 us of server time a job, under a millisecond. */
const CHUNK = 40

type AttemptMessage = OutboxMessage & { readonly kind: 'attempt' }

export interface StoreDispatch extends Dispatch {
  /** Sends back what workers do not take from their own queues, and looks who shares the others; answers how many jobs. */
  tend(): Promise<number>
  close(): Promise<void>
}

/**
 * The planner's side of the store. Publishing waits while the store is away. Of the jobs of each tier that were done,
 * the last `keepJobs` stay for Bull Board.
 */
export function createDispatch(
  connection: StoreConnection,
  keepJobs: number = DEFAULT_KEEP_JOBS,
): StoreDispatch {
  const { client } = connection
  const attempt = attemptOptions(keepJobs)
  const queues = new Map<string, Queue<AttemptJob | GateJob>>()
  const queue = (name: string) => {
    const open = queues.get(name) ?? openQueue<AttemptJob | GateJob>(connection, name)
    queues.set(name, open)
    return open
  }

  const tierQueue = ({ tier }: { readonly tier: Tier }) => queue(QueueNames.tier(tier)) as Queue<AttemptJob>
  const sticky = createStickyQueues(connection, tierQueue, attempt)

  const fair = createFairQueue(connection)

  /** An attempt on its way to the queue of a worker, or of its tier. */
  const addressed = (message: AttemptMessage) => {
    const own = message.home === null ? null : sticky.of(message.home)
    const queue = own ?? tierQueue(message)
    return { message, job: message.job, queue, own: own !== null }
  }

  const addAttempt = async (
    { message: { jobId, job, notBefore }, queue, own }: ReturnType<typeof addressed>,
    priority: number,
  ): Promise<void> => {
    const turn = priority === 0 ? {} : { priority }
    // Without turns, an agent that has begun goes before those that have not: fewer are open at a time.
    const tier = own ? {} : { lifo: job.phase !== 'BOOTSTRAP', delay: delayUntil(notBefore) }
    await queue.add(job.phase, job, { ...attempt, jobId, ...tier, ...turn })
  }

  const send = async (message: Exclude<OutboxMessage, AttemptMessage>): Promise<void> => {
    switch (message.kind) {
      case 'gate': {
        const options = { ...GATE_OPTIONS, jobId: message.jobId, delay: delayUntil(message.notBefore) }
        await queue(QueueNames.gates).add('deadline', message.job, options)
        return
      }
      case 'gate-closed':
        await queue(QueueNames.gates).remove(message.jobId)
        return
      case 'stop':
        await sendStop(connection, message.agent, message.fence)
        return
      case 'template':
        await sendTemplate(connection, message.tenant, message.template)
        return
      case 'policies':
        await client.publish(RedisKeys.policies, message.digest)
        return
      case 'worker':
        await sendWorker(connection, message.worker, message.revoked)
    }
  }

  return {
    async publish(messages) {
      for (const chunk of chunks(messages)) {
        const attempts = chunk.filter((message) => message.kind === 'attempt').map(addressed)
        const others = chunk.filter((message) => message.kind !== 'attempt')
        await fair.publish(attempts, (priorities) =>
          Promise.all([
            ...others.map(send),
            ...attempts.map((one, place) => addAttempt(one, priorities[place] ?? 0)),
          ]),
        )
      }
    },
    answer: (replies) => sendReplies(connection, replies),
    async announce(runs) {
      if (runs.length > 0) await client.publish(RedisKeys.changes, runs.join(' '))
    },
    async known(jobs) {
      const known: boolean[] = []
      for (const chunk of chunks(jobs)) {
        // A job that ended keeps its hash for a while, with the time at which it ended.
        const isIn = async (open: Queue<AttemptJob | GateJob>, jobId: string): Promise<boolean> => {
          const [added, finished] = await client.hmget(open.toKey(jobId), 'timestamp', 'finishedOn')
          return added != null && finished == null
        }
        const looks = chunk.map(async ({ jobId, tier, home }) => {
          const own = home === null ? null : sticky.of(home)
          if (own !== null && (await isIn(own, jobId))) return true
          return isIn(queue(QueueNames.tier(tier)), jobId)
        })
        known.push(...(await Promise.all(looks)))
      }
      return known
    },
    async holders(agents) {
      const holders: (string | null)[] = []
      for (const chunk of chunks(agents)) {
        const held = chunk.map((agent) => client.hget(RedisKeys.agentLock(agent), 'holder'))
        for (const holder of await Promise.all(held)) holders.push(holder == null ? null : workerOf(holder))
      }
      return holders
    },
    async tend() {
      await fair.look()
      return sticky.tend()
    },
    async close() {
      await sticky.close()
      await Promise.all([...queues.values()].map((open) => open.close()))
    },
  }
}

function delayUntil(notBefore: number): number {
  return Math.max(0, notBefore - Date.now())
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += CHUNK) yield all.slice(from, from + CHUNK)
}
