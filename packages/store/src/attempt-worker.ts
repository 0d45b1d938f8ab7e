import { type AttemptJob, LOCK_MS, type Log, type Service } from '@muster/core'
import { DelayedError, type Job, UnrecoverableError, type Worker } from 'bullmq'
import type { StoreConnection } from './connection.ts'
import { createQueueWorker } from './queue-worker.ts'

/** How a worker answers a job: settled, not now, or not at all. */
export type AttemptAnswer = 'done' | { readonly retryInMs: number } | { readonly failed: string }

export interface AttemptControl {
  /** Calls `listener` when the job's lock is lost: another worker may have it by now. */
  readonly onLoss: (listener: (reason: string) => void) => void
  /** How many workers took this job before and never answered. */
  readonly losses: number
}

export interface AttemptWorkerOptions {
  /** The name of its queue. */
  readonly queue: string
  readonly concurrency: number
  handle(job: AttemptJob, control: AttemptControl): Promise<AttemptAnswer>
  readonly log: Log
}

interface Held {
  lost: boolean
  onLoss: (reason: string) => void
  /** On the monotonic clock. */
  renewedAt: number
}

export interface AttemptWorker extends Service {
  active(): number
  /** Takes no more jobs while this many are at hand; one at least. */
  limit(jobs: number): void
}

/**
 * Takes the attempts of one queue. `stop` waits for the jobs at hand.
 *
 * W1. A lock that was not renewed for LOCK_MS is lost, whether the store says so or says nothing.
 * W2. Waiting holds no slot: a job that is to be tried later goes back into the queue.
 */
export function createAttemptWorker(
  connection: StoreConnection,
  options: AttemptWorkerOptions,
): AttemptWorker {
  const { log, queue: name } = options
  let opened: Worker<AttemptJob, null> | null = null
  const held = new Map<string, Held>()
  let watch: NodeJS.Timeout | undefined

  const lose = (jobId: string, reason: string) => {
    const job = held.get(jobId)
    if (job === undefined || job.lost) return
    log.warn({ queue: name, jobId, reason }, 'job lock lost')
    job.lost = true
    job.onLoss(reason)
  }

  const renewed = (jobId: string) => {
    const job = held.get(jobId)
    if (job !== undefined) job.renewedAt = performance.now()
  }

  const process = async (job: Job<AttemptJob>, token = ''): Promise<null> => {
    const jobId = job.id ?? ''
    const mine: Held = { lost: false, onLoss: () => {}, renewedAt: performance.now() }
    held.set(jobId, mine)
    try {
      const answer = await options.handle(job.data, {
        onLoss: (listener) => {
          mine.onLoss = listener
        },
        losses: job.stalledCounter,
      })
      if (answer === 'done') return null
      if ('failed' in answer) throw new UnrecoverableError(answer.failed)
      await job.moveToDelayed(Date.now() + answer.retryInMs, token)
      throw new DelayedError()
    } finally {
      if (held.get(jobId) === mine) held.delete(jobId)
    }
  }

  const worker = createQueueWorker<AttemptJob, null>(connection, {
    name,
    concurrency: options.concurrency,
    process,
    log,
    opened(bull) {
      opened = bull
      bull.on('lockRenewalFailed', (ids) => {
        for (const id of ids) lose(id, 'the store gave the lock away')
      })
      bull.on('stalled', (id) => lose(id, 'the job was put back'))
      bull.on('locksRenewed', ({ jobIds }) => {
        for (const id of jobIds) renewed(id)
      })
    },
  })

  return {
    active: () => held.size,
    limit(jobs) {
      if (opened !== null) opened.concurrency = Math.max(1, jobs)
    },
    async start() {
      watch ??= setInterval(() => {
        const limit = performance.now() - LOCK_MS
        for (const [id, job] of held) if (job.renewedAt < limit) lose(id, 'the lock could not be renewed')
      }, LOCK_MS / 12)
      await worker.start()
    },
    async stop() {
      await worker.stop()
      clearInterval(watch)
    },
  }
}
