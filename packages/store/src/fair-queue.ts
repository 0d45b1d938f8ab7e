import { type AttemptJob, DEFAULT_TENANT, QueueNames, RedisKeys, shareTags, type Tier } from '@muster/core'
import type { Queue } from 'bullmq'
import type { StoreConnection } from './connection.ts'

/** BullMQ orders by a job's priority first, then by when it came: the score is the priority times this, and a counter. */
const PRIORITY_UNIT = 2 ** 32

/**
 * Fair turns for tenants that share the queues of tiers: what starts an agent gets the tag of its turn as its priority.
 * An agent that has begun goes before all of them. Where there is but the default tenant, nothing is asked or tagged.
 */
export interface FairQueue {
  /** The priority of each of these jobs, in order: 0 for one that waits for no turn. */
  priorities(jobs: readonly AttemptJob[]): Promise<readonly number[]>
  /** Looks whether another process has met a second tenant. */
  look(): Promise<void>
}

export function createFairQueue(
  { client }: StoreConnection,
  queueOf: (name: string) => Queue<never>,
): FairQueue {
  let shared = false
  const last = new Map<Tier, Promise<void>>()

  /** Two processes that publish at the same moment may give a tenant the same turns; one process gives them one by one. */
  function inTurn(tier: Tier, tenants: readonly string[]): Promise<readonly number[]> {
    const tags = (last.get(tier) ?? Promise.resolve()).then(() => tagTier(tier, tenants))
    last.set(
      tier,
      tags.then(
        () => {},
        () => {},
      ),
    )
    return tags
  }

  async function tagTier(tier: Tier, tenants: readonly string[]): Promise<readonly number[]> {
    const key = RedisKeys.tierShares(tier)
    const waiting = queueOf(QueueNames.tier(tier)).toKey('prioritized')
    const [first, kept] = await Promise.all([
      client.zrange(waiting, '0', '0', 'WITHSCORES'),
      client.hgetall(key),
    ])
    const score = first[1]
    const head = score === undefined ? null : Math.floor(Number(score) / PRIORITY_UNIT)
    const before = new Map(Object.entries(kept).map(([tenant, tag]) => [tenant, Number(tag)]))
    const { tags, last: after } = shareTags({ head, last: before }, tenants)
    const gone = [...before.keys()].filter((tenant) => !after.has(tenant))
    await Promise.all([
      client.hset(key, Object.fromEntries(after)),
      ...(gone.length === 0 ? [] : [client.hdel(key, ...gone)]),
    ])
    return tags
  }

  return {
    async priorities(jobs) {
      if (!shared && jobs.some(({ tenant }) => tenant !== DEFAULT_TENANT)) {
        await client.set(RedisKeys.shared, '1')
        shared = true
      }
      const priorities = jobs.map(() => 0)
      if (!shared) return priorities
      const places = new Map<Tier, number[]>()
      for (const [place, { tier, phase }] of jobs.entries())
        if (phase === 'BOOTSTRAP') places.set(tier, [...(places.get(tier) ?? []), place])
      await Promise.all(
        [...places].map(async ([tier, at]) => {
          const tags = await inTurn(
            tier,
            at.map((place) => jobs[place]?.tenant ?? DEFAULT_TENANT),
          )
          for (const [index, place] of at.entries()) priorities[place] = tags[index] ?? 0
        }),
      )
      return priorities
    },
    async look() {
      if (!shared) shared = (await client.exists(RedisKeys.shared)) === 1
    },
  }
}
