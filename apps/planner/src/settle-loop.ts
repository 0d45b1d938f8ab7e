import { type Log, type Outcomes, type Service, toMusterError } from '@muster/core'
import type { Engine } from '@muster/engine'
import { pause } from './pause.ts'

const BATCH = 500
const BLOCK_MS = 1_000
const RETRY_MS = 500

/**
 * Settles outcomes in batches that form by themselves: what arrives while a commit is under way is the next batch.
 * An outcome is acknowledged only after its commit, so a planner that dies leaves it to the next one.
 */
export function createSettleLoop(engine: Engine, outcomes: Outcomes, log: Log): Service {
  let running: Promise<void> | null = null
  const stop = new AbortController()

  async function settleOnce(): Promise<void> {
    const deliveries = await outcomes.read(BATCH, BLOCK_MS)
    if (deliveries.length === 0) return
    await engine.settle(deliveries.map((delivery) => delivery.message))
    await outcomes.acknowledge(deliveries.map((delivery) => delivery.id))
  }

  async function loop(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await settleOnce()
      } catch (error) {
        if (stop.signal.aborted) return
        log.error({ error: toMusterError(error).message }, 'could not settle outcomes; trying again')
        await pause(RETRY_MS, stop.signal)
      }
    }
  }

  return {
    async start() {
      running ??= loop()
    },
    async stop() {
      stop.abort()
      await running
    },
  }
}
