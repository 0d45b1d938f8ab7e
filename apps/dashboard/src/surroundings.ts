import { QueueNames, type Surroundings, TIERS } from '@muster/core'
import type { DashboardDeps } from './deps.ts'

/** What runs of a tenant may wait for, as it is now. */
export async function surroundingsOf(
  { fleet, queues, engine, clock }: Pick<DashboardDeps, 'fleet' | 'queues' | 'engine' | 'clock'>,
  tenant: string,
): Promise<Surroundings> {
  const [workers, queued, standing] = await Promise.all([
    fleet.workers(),
    attemptsQueued(queues),
    engine.standing(tenant),
  ])
  return { now: clock(), workers, queued, standing }
}

async function attemptsQueued(queues: DashboardDeps['queues']): Promise<Surroundings['queued']> {
  const all = new Map((await queues()).map((queue) => [queue.name, queue]))
  const counts = TIERS.map(async (tier) => {
    const queue = all.get(QueueNames.tier(tier))
    return [tier, (await queue?.getJobCountByTypes('wait', 'prioritized')) ?? 0] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}
