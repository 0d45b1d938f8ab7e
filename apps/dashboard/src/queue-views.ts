import { QueueNames, type QueueView, TIERS } from '@muster/core'
import type { Queue } from 'bullmq'

/** Jobs at the head of what waits that are looked at for the oldest: those with a turn of their own are not in order of age. */
const HEAD = 20

/** How much is in each queue, and for how long. */
export function queueViews(queues: readonly Queue[]): Promise<readonly QueueView[]> {
  return Promise.all(queues.map(viewOf))
}

async function viewOf(queue: Queue): Promise<QueueView> {
  const [counts, waiting] = await Promise.all([
    queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed'),
    queue.getJobs(['wait', 'prioritized'], 0, HEAD - 1, true),
  ])
  const count = (state: string) => counts[state] ?? 0
  const { name } = queue
  return {
    name,
    tier: TIERS.find((tier) => QueueNames.tier(tier) === name) ?? null,
    worker: workerOf(name),
    waiting: count('wait') + count('prioritized'),
    active: count('active'),
    delayed: count('delayed'),
    failed: count('failed'),
    oldestAt: waiting.reduce<number | null>(
      (oldest, { timestamp }) => (oldest === null ? timestamp : Math.min(oldest, timestamp)),
      null,
    ),
  }
}

function workerOf(queue: string): string | null {
  const [before = '', after = ''] = QueueNames.worker(' ').split(' ')
  return queue.startsWith(before) ? queue.slice(before.length, queue.length - after.length) : null
}
