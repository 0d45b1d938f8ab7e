import type { Log, LogLine } from '@muster/core'
import type { LogStream } from '@muster/store'

/** Lines that are under way at a time, and that the store appends in one go. */
const MAX_BATCH = 200

/** Hands an agent's lines to its log stream, in order, a bounded batch at a time. */
export interface LogFeed {
  push(lines: readonly LogLine[]): void
  /** Waits until what was pushed is handed over; a stream that refuses costs lines, not the attempt. */
  flush(): Promise<void>
}

/** A feed for one attempt: its lines are bounded, so the queue is too. */
export function createLogFeed(stream: LogStream, agent: string, log: Log): LogFeed {
  const waiting: LogLine[] = []
  let sending: Promise<void> | null = null

  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH)
      await stream.append(agent, batch).catch((error: unknown) => {
        log.warn({ err: error, agent, lines: batch.length }, 'log lines lost')
      })
    }
    sending = null
  }

  return {
    push(lines) {
      waiting.push(...lines)
      sending ??= send()
    },
    flush: () => sending ?? Promise.resolve(),
  }
}
