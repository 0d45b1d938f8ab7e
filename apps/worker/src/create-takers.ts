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

/** How long a job waits here for a slot before it goes back into its queue, where another worker may take it. */
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

/** What takes jobs for a worker. Both share the places that it has for each tier. */
export interface Takers {
  /** Takes from the queue of each tier: new agents, and those whose last worker is gone. */
  openTiers(): Service
  /** Takes from the worker's own queue: agents that it has. */
  openOwn(): Service
}

export function createTakers(deps: TakersDeps): Takers {
  const { connection, id, concurrency, log } = deps
  let byTier = new Map<Tier, AttemptWorker>()
  const slots = createSlots(deps.tiers, concurrency, (tier, room) => byTier.get(tier)?.limit(room))

  const open = (queue: string, jobs: number, own: boolean): AttemptWorker =>
    createAttemptWorker(connection, {
      queue,
      concurrency: jobs,
      log,
      async handle(job, control) {
        const refused = await deps.admit(job)
        if (refused !== null) return refused
        if (!(await slots.take(job.tier, own, FULL_MS))) return { retryInMs: FULL_MS }
        try {
          return await deps.handle(job, control)
        } finally {
          slots.free(job.tier, own)
        }
      },
    })

  return {
    openTiers() {
      byTier = new Map(deps.tiers.map((tier) => [tier, open(QueueNames.tier(tier), concurrency, false)]))
      return together([...byTier.values()])
    },
    openOwn() {
      if (!deps.sticky) return together([])
      const own = open(QueueNames.worker(id), concurrency * deps.tiers.length, true)
      return {
        async start() {
          await announceSticky(connection, id)
          await own.start()
        },
        stop: () => own.stop(),
      }
    },
  }
}

function together(services: readonly Service[]): Service {
  const all = async (work: (service: Service) => Promise<void>) =>
    void (await Promise.all(services.map(work)))
  return { start: () => all((service) => service.start()), stop: () => all((service) => service.stop()) }
}
