import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BAND_TURNS, giveTurns, type Turns, type Waiting } from '../src/index.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 300)

interface Queued extends Waiting {
  readonly turn: number
  readonly came: number
}

/** A queue that hands out the lowest turn, and of those the one that came first: what BullMQ does with priorities. */
function createQueue() {
  let waiting: Queued[] = []
  let last: Turns['last'] = new Map()
  let came = 0
  const sorted = () => waiting.toSorted((a, b) => a.turn - b.turn || a.came - b.came)
  const headIn = ({ from, to }: { readonly from: number; readonly to: number }) =>
    sorted().find(({ turn }) => turn >= from && turn <= to)?.turn ?? null
  return {
    waits: () => waiting,
    add(jobs: readonly Waiting[]) {
      const heads = { first: headIn(BAND_TURNS.first), second: headIn(BAND_TURNS.second) }
      const given = giveTurns({ heads, last }, jobs)
      last = given.last
      waiting.push(...jobs.map((job, place) => ({ ...job, turn: given.turns[place] ?? 0, came: came++ })))
    },
    take(): Queued | null {
      const [first = null] = sorted()
      waiting = waiting.filter((one) => one !== first)
      return first
    },
  }
}

const jobs = fc.array(fc.record({ tenant: fc.constantFrom('a', 'b', 'c', 'd'), begun: fc.boolean() }), {
  minLength: 1,
  maxLength: 30,
})
const steps = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ add: jobs }) },
    { weight: 3, arbitrary: fc.constant({ add: null }) },
  ),
  { maxLength: 200 },
)
const fresh = (tenant: string) => ({ tenant, begun: false })

test('whatever its neighbours have waiting or begun, who has one job at a time waits for at most two of each', () => {
  const quiet = fc.array(fc.record({ tenant: fc.constant('quiet'), begun: fc.boolean() }))
  fc.assert(
    fc.property(steps, quiet, (all, mine) => {
      const queue = createQueue()
      const left = [...mine]
      const waits = () => queue.waits().some(({ tenant }) => tenant === 'quiet')
      const served = new Map<string, number>()
      for (const { add } of all) {
        if (add !== null) queue.add(add)
        if (!waits()) {
          queue.add(left.splice(0, 1))
          served.clear()
        }
        const taken = add === null ? queue.take() : null
        if (taken === null || taken.tenant === 'quiet') continue
        served.set(taken.tenant, (served.get(taken.tenant) ?? 0) + 1)
        const ahead = waits() ? served.get(taken.tenant) : 0
        expect(ahead).toBeLessThanOrEqual(2)
      }
    }),
    { numRuns: RUNS },
  )
})

test('between two turns of a tenant whose agents have begun, no other has more than two', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const queue = createQueue()
      /** Turns that each tenant had since another one, which waits ever since, had its own or came. */
      const since = new Map<string, Map<string, number>>()
      for (const { add } of all) {
        if (add !== null) {
          queue.add(add)
        } else {
          const taken = queue.take()
          if (taken === null) continue
          for (const [tenant, turns] of since)
            if (tenant !== taken.tenant) turns.set(taken.tenant, (turns.get(taken.tenant) ?? 0) + 1)
          since.delete(taken.tenant)
        }
        const waiting = new Set(queue.waits().flatMap(({ tenant, begun }) => (begun ? [tenant] : [])))
        for (const tenant of waiting) if (!since.has(tenant)) since.set(tenant, new Map())
        for (const turns of since.values())
          for (const count of turns.values()) expect(count).toBeLessThanOrEqual(2)
      }
    }),
    { numRuns: RUNS },
  )
})

test('a slot that is free is never left free while anything waits, and nothing is lost or made up', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const queue = createQueue()
      let added = 0
      let taken = 0
      for (const { add } of all) {
        if (add !== null) {
          queue.add(add)
          added += add.length
        } else if (queue.waits().length > 0) {
          expect(queue.take()).not.toBeNull()
          taken += 1
        }
      }
      expect(queue.waits()).toHaveLength(added - taken)
    }),
    { numRuns: RUNS },
  )
})

test('the agents of one tenant begin in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 30 }), { maxLength: 60 }), (batches) => {
      const queue = createQueue()
      let newest = -1
      for (const size of batches) {
        queue.add(Array.from({ length: size }, () => fresh('a')))
        const taken = queue.take()
        if (taken === null) continue
        expect(taken.came).toBeGreaterThan(newest)
        newest = taken.came
      }
    }),
    { numRuns: RUNS },
  )
})

test('of a thousand new agents few are open at a time: what has begun goes before nearly all of them', () => {
  const queue = createQueue()
  queue.add(Array.from({ length: 1_000 }, () => fresh('noisy')))
  const slots = 8
  for (let round = 0; round < 100; round += 1) {
    const taken = Array.from({ length: slots }, () => queue.take())
    queue.add(taken.flatMap((job) => (job === null ? [] : [{ ...job, begun: true }])))
  }
  const begun = queue.waits().filter((job) => job.begun)
  expect(begun.length).toBeLessThanOrEqual(2 * slots)
})

test('whoever comes to a queue of another’s thousand new agents is next but one, as often as there is work', () => {
  const queue = createQueue()
  queue.add(Array.from({ length: 1_000 }, () => fresh('noisy')))
  for (let turn = 0; turn < 100; turn += 1) queue.take()
  queue.add([fresh('quiet'), fresh('quiet')])
  expect([queue.take()?.tenant, queue.take()?.tenant]).toEqual(['quiet', 'quiet'])
  queue.add(Array.from({ length: 4 }, () => ({ tenant: 'noisy', begun: true })))
  queue.add([fresh('quiet'), fresh('quiet')])
  const order = Array.from({ length: 4 }, () => queue.take()?.tenant)
  expect(order).toEqual(['noisy', 'quiet', 'noisy', 'quiet'])
})

test('turns end where those of their band do, and start anew once nothing waits in it', () => {
  for (const band of ['first', 'second'] as const) {
    const { from, to } = BAND_TURNS[band]
    const heads = { first: null, second: null, [band]: to - 1 }
    const begun = { tenant: 'a', begun: true }
    const near = Array.from({ length: band === 'first' ? 0 : 8 }, () => fresh('a'))
    const more = Array.from({ length: 3 }, () => (band === 'first' ? begun : fresh('a')))
    const full = giveTurns({ heads, last: new Map([[`a/${band}`, to - 1]]) }, [...near, ...more])
    expect(full.turns.slice(near.length)).toEqual([to, to, to])
    const anew = giveTurns({ heads: { first: null, second: null }, last: full.last }, [...near, ...more])
    expect(anew.turns[near.length]).toBe(from)
  }
})
