// Chains of eight bare BullMQ jobs in which the processor adds the next one.
import { Queue, Worker } from 'bullmq'
import { answer, now } from './answer.mjs'
import { addPhase, BARE_PHASES, BARE_QUEUE, connectionTo } from './bare-job.mjs'

let queue
let worker
let left = 0
let finish = () => {}

async function start({ redisUrl, concurrency }) {
  const connection = connectionTo(redisUrl)
  queue = new Queue(BARE_QUEUE, { connection })
  const work = async ({ data: { chain, phase } }) => {
    if (phase < BARE_PHASES) await addPhase(queue, chain, phase + 1)
  }
  worker = new Worker(BARE_QUEUE, work, { connection, concurrency })
  worker.on('error', (error) => console.error('error:', error))
  worker.on('completed', ({ data }) => {
    if (data.phase < BARE_PHASES) return
    left -= 1
    if (left === 0) finish(now())
  })
  await worker.waitUntilReady()
}

async function stop() {
  await worker?.close()
  await queue?.close()
}

/** Waits until that many more chains are worked off; answers when that was. */
function ended({ count }) {
  left = count
  return new Promise((resolve) => (finish = resolve))
}

answer({ start, stop, ended })
