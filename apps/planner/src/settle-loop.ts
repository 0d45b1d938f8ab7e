import type { Log, Outcomes, Service } from '@muster/core'
import { every, type Engine } from '@muster/engine'

/** Deliveries of a batch; each holds what a worker told at once. */
const BATCH = 64
const BLOCK_MS = 1_000
const RETRY_MS = 500

/**
 * Settles outcomes in batches that form by themselves: what arrives while a commit is under way is the next batch.
 * An outcome is acknowledged only after its commit, so a planner that dies leaves it to the next one.
 */
export function createSettleLoop(engine: Engine, outcomes: Outcomes, log: Log): Service {
  let settled: readonly string[] = []

  async function acknowledge(): Promise<void> {
    const ids = settled
    settled = []
    await outcomes.acknowledge(ids)
  }

  async function settle(): Promise<void> {
    const [deliveries] = await Promise.all([outcomes.read(BATCH, BLOCK_MS), acknowledge()])
    if (deliveries.length === 0) return
    await engine.settle(deliveries.flatMap((delivery) => delivery.messages))
    settled = deliveries.map((delivery) => delivery.id)
  }

  const loop = every(0, 'settle outcomes', settle, log, RETRY_MS)
  return {
    start: () => loop.start(),
    async stop() {
      await loop.stop()
      await acknowledge()
    },
  }
}
