import { setTimeout as wait } from 'node:timers/promises'
import type { Job, Queue } from 'bullmq'
import { reviveError } from './error-answer.ts'

const POLL_MS = { first: 10, most: 250 }

/**
 * A job once it has ended; null when it has not within `timeoutMs`. Asks for it again and again: events may be lost.
 * Throws the MusterError with which it failed.
 */
export async function answerTo(queue: Queue, id: string, timeoutMs: number): Promise<Job | null> {
  const deadline = performance.now() + timeoutMs
  for (let pause = POLL_MS.first; ; pause = Math.min(pause * 2, POLL_MS.most)) {
    const asked = await queue.getJob(id)
    if (asked?.finishedOn !== undefined) {
      if (await asked.isFailed()) throw reviveError(asked.failedReason ?? '')
      return asked
    }
    if (performance.now() >= deadline) return null
    await wait(pause)
  }
}
