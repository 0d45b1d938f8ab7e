import { type OutboxMessage, toMusterError } from '@muster/core'
import type { EngineDeps } from './deps.ts'

/** Sends what was committed. Nobody waits for it: what a crash or a lost store swallows, `recover` sends. */
export interface Publisher {
  publish(messages: readonly OutboxMessage[], outboxIds: readonly number[], runs: readonly string[]): void
  /** Whether anything could not be sent since this was last asked. */
  hasFailed(): boolean
  flush(): Promise<void>
}

export function createPublisher({ dispatch, ledger, log }: EngineDeps): Publisher {
  const underWay = new Set<Promise<void>>()
  let failed = false

  async function send(
    messages: readonly OutboxMessage[],
    outboxIds: readonly number[],
    runs: readonly string[],
  ) {
    try {
      await dispatch.publish(messages)
      await dispatch.announce(runs)
      await ledger.clearOutbox(outboxIds)
    } catch (error) {
      failed = true
      log.warn({ error: toMusterError(error).message, runs }, 'could not publish; recovery will')
    }
  }

  return {
    publish(messages, outboxIds, runs) {
      const sending: Promise<void> = send(messages, outboxIds, runs).finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    hasFailed() {
      const since = failed
      failed = false
      return since
    },
    async flush() {
      await Promise.all(underWay)
    },
  }
}
