import type { Log, Outcomes, Service } from '@muster/core'
import type { Engine } from '@muster/engine'
import { every } from './every.ts'

/** Deliveries of a batch; each holds what a worker told at once. */
const BATCH = 64
const BLOCK_MS = 1_000
const RETRY_MS = 500

/**
 * Settles outcomes in batches that form by themselves: what arrives while a commit is under way is the next batch.
 * An outcome is acknowledged only after its commit, so a planner that dies leaves it to the next one.
 */
export function createSettleLoop(engine: Engine, outcomes: Outcomes, log: Log): Service {
  async function settle(): Promise<void> {
    const deliveries = await outcomes.read(BATCH, BLOCK_MS)
    if (deliveries.length === 0) return
    await engine.settle(deliveries.flatMap((delivery) => delivery.messages))
    await outcomes.acknowledge(deliveries.map((delivery) => delivery.id))
  }
  return every(0, 'settle outcomes', settle, log, RETRY_MS)
}
