import { type AttemptJob, type Log, QueueNames, type Service, type Tier } from '@muster/core'
import {
  type AttemptAnswer,
  type AttemptControl,
  type AttemptWorker,
  announceSticky,
  createAttemptWorker,
  type StoreConnection,
} from '@muster/store'
import { createSlots } from './slots.ts'

/** How soon a job is tried again for which there was no slot. */
const FULL_MS = 250

export interface TakersDeps {
  readonly connection: StoreConnection
  readonly id: string
  readonly tiers: readonly Tier[]
  /** How many agents of each tier are worked for at a time. */
  readonly concurrency: number
  /** Whether the worker has a queue of its own: only when it keeps something warm. */
  readonly sticky: boolean
  /** What becomes of a job that is not one of the planners' for this worker; null when it is. */
  admit(job: AttemptJob): Promise<AttemptAnswer | null>
  handle(job: AttemptJob, control: AttemptControl): Promise<AttemptAnswer>
  readonly log: Log
}

/** What takes jobs for a worker: one from the queue of each tier, and one from the worker's own. */
export function createTakers(deps: TakersDeps): Service {
  const { connection, id, concurrency, log } = deps
  const byTier = new Map<Tier, AttemptWorker>()
  const slots = createSlots(deps.tiers, concurrency, (tier, room) => byTier.get(tier)?.limit(room))

  const open = (queue: string, jobs: number, own: boolean): AttemptWorker =>
    createAttemptWorker(connection, {
      queue,
      concurrency: jobs,
      log,
      async handle(job, control) {
        const refused = await deps.admit(job)
        if (refused !== null) return refused
        if (!slots.take(job.tier, own)) return { retryInMs: FULL_MS }
        try {
          return await deps.handle(job, control)
        } finally {
          slots.free(job.tier, own)
        }
      },
    })

  for (const tier of deps.tiers) byTier.set(tier, open(QueueNames.tier(tier), concurrency, false))
  const own = deps.sticky ? open(QueueNames.worker(id), concurrency * deps.tiers.length, true) : null
  const all = [...byTier.values(), ...(own === null ? [] : [own])]

  return {
    async start() {
      if (own !== null) await announceSticky(connection, id)
      await Promise.all(all.map((taker) => taker.start()))
    },
    async stop() {
      await Promise.all(all.map((taker) => taker.stop()))
    },
  }
}
