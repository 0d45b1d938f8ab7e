import { Queue } from 'bullmq'
import { now } from './answer.mjs'
import { addPhase, BARE_QUEUE, connectionTo } from './bare-job.mjs'
import { startChild } from './child.mjs'
import { ownCpuMs } from './usage.mjs'

const WORKER = new URL('./bare-child.mjs', import.meta.url)

/** Chains of bare BullMQ jobs on the same Redis, nothing recorded: added here, worked off in a process of its own. */
export async function openBare(servers, { concurrency = 64 } = {}) {
  const queue = new Queue(BARE_QUEUE, { connection: connectionTo(servers.redis.url) })
  const worker = await startChild(WORKER, { redisUrl: servers.redis.url, concurrency })
  let rounds = 0

  /** Works off `count` chains; answers milliseconds. */
  async function run({ count, atOnce = 64 }) {
    rounds += 1
    let next = 0
    const submit = async () => {
      while (next < count) await addPhase(queue, `r${rounds}x${next++}`, 1)
    }
    const began = now()
    const ended = worker.call('ended', { count })
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, submit))
    return (await ended) - began
  }

  async function close() {
    await worker.close()
    await queue.close()
  }
  return { run, cpu: { adding: async () => ownCpuMs(), worker: worker.cpuMs }, close }
}
