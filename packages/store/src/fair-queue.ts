import { type AttemptJob, BAND_TURNS, type Band, DEFAULT_TENANT, giveTurns, RedisKeys } from '@muster/core'
import type { Queue } from 'bullmq'
import type { StoreConnection } from './connection.ts'

/** BullMQ orders by a job's priority first, then by when it came: the score is the priority times this, and a counter. */
const PRIORITY_UNIT = 2 ** 32

/**
 * Fair turns for tenants that share the queues of tiers and workers: the priority of an attempt is its turn. Where there is
 * but the default tenant, nothing is asked, and nothing has a priority.
 */
export interface FairQueue {
  /** Has `add` add jobs with the priority of each, in order: 0 for one that waits for no turn. */
  publish(jobs: readonly Queued[], add: (priorities: readonly number[]) => Promise<unknown>): Promise<void>
  /** Looks whether another process has met a second tenant. */
  look(): Promise<void>
}

interface Queued {
  readonly job: AttemptJob
  readonly queue: Queue<AttemptJob>
}

export function createFairQueue({ client }: StoreConnection): FairQueue {
  let shared = false
  let last: Promise<void> = Promise.resolve()

  /** The next turns depend on what waits: one process gives them one by one. Two that do at once may give the same ones. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  /** The lowest turn that waits in a band. */
  async function headOf(queue: Queue<AttemptJob>, band: Band): Promise<number | null> {
    const waiting = queue.toKey('prioritized')
    const { from, to } = BAND_TURNS[band]
    const [min, end] = [from * PRIORITY_UNIT, `(${(to + 1) * PRIORITY_UNIT}`]
    const [, score] = await client.zrangebyscore(waiting, min, end, 'WITHSCORES', 'LIMIT', 0, 1)
    return score === undefined ? null : Math.floor(Number(score) / PRIORITY_UNIT)
  }

  /** Turns for jobs of one queue, in order. `kept` is when they are remembered. */
  async function turnsIn(queue: Queue<AttemptJob>, jobs: readonly Queued[]) {
    const key = RedisKeys.shares(queue.name)
    const [first, second, known] = await Promise.all([
      headOf(queue, 'first'),
      headOf(queue, 'second'),
      client.hgetall(key),
    ])
    const before = new Map(Object.entries(known).map(([name, turn]) => [name, Number(turn)]))
    const waiting = jobs.map(({ job: { tenant, phase } }) => ({ tenant, begun: phase !== 'BOOTSTRAP' }))
    const given = giveTurns({ heads: { first, second }, last: before }, waiting)
    const gone = [...before.keys()].filter((name) => !given.last.has(name))
    const kept = Promise.all([
      client.hset(key, Object.fromEntries(given.last)),
      ...(gone.length === 0 ? [] : [client.hdel(key, ...gone)]),
    ])
    return { turns: given.turns, kept }
  }

  async function addInTurn(
    jobs: readonly Queued[],
    add: (priorities: readonly number[]) => Promise<unknown>,
  ): Promise<void> {
    const queues = new Map<Queue<AttemptJob>, Queued[]>()
    for (const one of jobs) queues.set(one.queue, [...(queues.get(one.queue) ?? []), one])
    const given = await Promise.all(
      [...queues].map(async ([queue, of]) => ({ of, ...(await turnsIn(queue, of)) })),
    )
    const turns = new Map(given.flatMap(({ of, turns }) => of.map((one, place) => [one, turns[place] ?? 0])))
    await Promise.all([add(jobs.map((one) => turns.get(one) ?? 0)), ...given.map(({ kept }) => kept)])
  }

  return {
    async publish(jobs, add) {
      if (!shared && jobs.some(({ job }) => job.tenant !== DEFAULT_TENANT)) {
        await client.set(RedisKeys.shared, '1')
        shared = true
      }
      if (!shared || jobs.length === 0) return void (await add(jobs.map(() => 0)))
      await inTurn(() => addInTurn(jobs, add))
    },
    async look() {
      if (!shared) shared = (await client.exists(RedisKeys.shared)) === 1
    },
  }
}
