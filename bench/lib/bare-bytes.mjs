import { QueueNames } from '@muster/core'
import { Queue } from 'bullmq'
import { connectionTo } from './bare-job.mjs'

const BARE_JOBS = 1_000

/** Bytes that a bare BullMQ job takes in the store which carries what the job of a waiting stage does. */
export async function bareBytes(servers, storeUrl, redis) {
  const muster = new Queue(QueueNames.tier(0), { connection: databaseOf(storeUrl) })
  const bare = new Queue('{bare}', { connection: databaseOf(servers.redis.createDatabase()) })
  try {
    const [{ id, name, data }] = await muster.getWaiting(0, 0)
    const before = await redis.memory()
    const jobs = Array.from({ length: BARE_JOBS }, (_, index) => ({
      name,
      data,
      opts: { jobId: `${id}${String(index).padStart(4, '0')}`.slice(4), removeOnComplete: true },
    }))
    await bare.addBulk(jobs)
    const bytes = ((await redis.memory()) - before) / BARE_JOBS
    await bare.obliterate()
    return bytes
  } finally {
    await Promise.all([muster.close(), bare.close()])
  }
}

function databaseOf(url) {
  return { ...connectionTo(url), db: Number(new URL(url).pathname.slice(1)) }
}
