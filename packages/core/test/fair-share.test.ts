import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_TAG, type Shares, shareTags } from '../src/index.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 300)

interface Waiting {
  readonly tenant: string
  readonly tag: number
  readonly came: number
}

/** A queue that hands out the lowest tag, and of those the one that came first: what BullMQ does with priorities. */
function createQueue() {
  let waiting: Waiting[] = []
  let last: Shares['last'] = new Map()
  let came = 0
  const sorted = () => waiting.toSorted((a, b) => a.tag - b.tag || a.came - b.came)
  return {
    waits: () => waiting,
    add(tenants: readonly string[]) {
      const head = sorted()[0]?.tag ?? null
      const given = shareTags({ head, last }, tenants)
      last = given.last
      waiting.push(...tenants.map((tenant, place) => ({ tenant, tag: given.tags[place] ?? 0, came: came++ })))
    },
    take(): Waiting | null {
      const [first = null] = sorted()
      waiting = waiting.filter((one) => one !== first)
      return first
    },
  }
}

const TENANTS = ['a', 'b', 'c', 'd']
const steps = fc.array(
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({ add: fc.array(fc.constantFrom(...TENANTS), { minLength: 1, maxLength: 30 }) }),
    },
    { weight: 3, arbitrary: fc.constant({ add: null }) },
  ),
  { maxLength: 200 },
)

test('between two turns of a tenant that waits, no other has more than two', () => {
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
        const waiting = new Set(queue.waits().map(({ tenant }) => tenant))
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

test('the jobs of one tenant go in the order in which they came', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const queue = createQueue()
      const newest = new Map<string, number>()
      for (const { add } of all) {
        if (add !== null) queue.add(add)
        const taken = add === null ? queue.take() : null
        if (taken === null) continue
        expect(taken.came).toBeGreaterThan(newest.get(taken.tenant) ?? -1)
        newest.set(taken.tenant, taken.came)
      }
    }),
    { numRuns: RUNS },
  )
})

test('whoever comes to a queue of another’s thousand jobs is next but one', () => {
  const queue = createQueue()
  queue.add(Array.from({ length: 1_000 }, () => 'noisy'))
  for (let turn = 0; turn < 100; turn += 1) queue.take()
  queue.add(['quiet', 'quiet'])
  const order = Array.from({ length: 4 }, () => queue.take()?.tenant)
  expect(order).toEqual(['noisy', 'quiet', 'noisy', 'quiet'])
})

test('tags end where BullMQ’s priorities do, and start anew once nothing waits', () => {
  const full = shareTags({ head: MAX_TAG - 1, last: new Map([['a', MAX_TAG - 1]]) }, ['a', 'a', 'a'])
  expect(full.tags).toEqual([MAX_TAG, MAX_TAG, MAX_TAG])
  expect(shareTags({ head: null, last: full.last }, ['a']).tags).toEqual([1])
})
