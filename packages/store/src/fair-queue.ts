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
  /** Has `add` add jobs with the priority of each, in order: 0 for one that waits for no turn. */
  publish(
    jobs: readonly AttemptJob[],
    add: (priorities: readonly number[]) => Promise<unknown>,
  ): Promise<void>
  /** Looks whether another process has met a second tenant. */
  look(): Promise<void>
}

export function createFairQueue(
  { client }: StoreConnection,
  queueOf: (name: string) => Queue<never>,
): FairQueue {
  let shared = false
  let last: Promise<void> = Promise.resolve()

  /** The next turns depend on what waits: one process gives them one by one. Two that do at once may give the same ones. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
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

  async function priorities(jobs: readonly AttemptJob[]): Promise<readonly number[]> {
    const all = jobs.map(() => 0)
    const places = new Map<Tier, number[]>()
    for (const [place, { tier, phase }] of jobs.entries())
      if (phase === 'BOOTSTRAP') places.set(tier, [...(places.get(tier) ?? []), place])
    for (const [tier, at] of places) {
      const tags = await tagTier(
        tier,
        at.map((place) => jobs[place]?.tenant ?? DEFAULT_TENANT),
      )
      for (const [index, place] of at.entries()) all[place] = tags[index] ?? 0
    }
    return all
  }

  return {
    async publish(jobs, add) {
      if (!shared && jobs.some(({ tenant }) => tenant !== DEFAULT_TENANT)) {
        await client.set(RedisKeys.shared, '1')
        shared = true
      }
      if (!shared || jobs.every(({ phase }) => phase !== 'BOOTSTRAP'))
        return void (await add(jobs.map(() => 0)))
      await inTurn(async () => void (await add(await priorities(jobs))))
    },
    async look() {
      if (!shared) shared = (await client.exists(RedisKeys.shared)) === 1
    },
  }
}
