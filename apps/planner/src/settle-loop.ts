import type { Log, Outcomes, Service } from '@muster/core'
import { every, type Engine, pause } from '@muster/engine'
import type { ReaderLease } from '@muster/store'

/** Deliveries of a batch; each holds what a worker told at once. */
const BATCH = 64
const BLOCK_MS = 1_000
const RETRY_MS = 500
/** How often a planner that stands by looks whether it is needed. */
const STAND_BY_MS = 100

/**
 * Settles outcomes in batches that form by themselves: what arrives while a commit is under way is the next batch.
 * An outcome is acknowledged only after its commit, so a planner that dies leaves it to the next one.
 */
export function createSettleLoop(engine: Engine, outcomes: Outcomes, lease: ReaderLease, log: Log): Service {
  let settled: readonly string[] = []

  async function acknowledge(): Promise<void> {
    const ids = settled
    settled = []
    await outcomes.acknowledge(ids)
  }

  async function settle(stop: AbortSignal): Promise<void> {
    if (!(await lease.mayRead())) {
      await acknowledge()
      return pause(STAND_BY_MS, stop)
    }
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
      lease.release()
    },
  }
}
