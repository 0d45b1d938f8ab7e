import { describe, expect, it } from 'vitest'
import {
  type HealthFacts,
  isAmiss,
  type QueueView,
  type StoreFacts,
  tellHealth,
  type WorkerView,
} from '../src/index.ts'

const NOW = 1_800_000_000_000
const STORE: StoreFacts = {
  name: 'Redis 7.2.4',
  memory: '3.10M',
  full: null,
  evicts: false,
  appendOnly: true,
  outcomes: { waiting: 0, oldestAt: null, reader: 'p1' },
}
const WORKER: WorkerView = {
  id: 'w1',
  tiers: [0, 1],
  concurrency: 4,
  sandbox: 'bubblewrap',
  agents: [],
  beatAt: NOW - 1_000,
}
const queue = (tier: 0 | 3, waiting: number): QueueView => ({
  name: `{muster-t${tier}}`,
  tier,
  worker: null,
  waiting,
  active: 0,
  delayed: 0,
  failed: 0,
  oldestAt: null,
})
const WELL: HealthFacts = {
  ledger: { ok: true, ms: 1, facts: { name: 'Postgres 17.2' } },
  store: { ok: true, ms: 1, facts: STORE },
  processes: [{ id: 'p1', kind: 'planner', policies: 'sha256:0', beatAt: NOW - 2_000 }],
  workers: [WORKER],
  queues: [queue(0, 5), queue(3, 0)],
}
const withStore = (change: Partial<StoreFacts>): HealthFacts => ({
  ...WELL,
  store: { ok: true, ms: 1, facts: { ...STORE, ...change } },
})

/** How one part is told. */
function part(name: string, facts: HealthFacts, whole = true) {
  const told = tellHealth(facts, whole, NOW).find((one) => one.part === name)
  if (told === undefined) throw new Error(`nothing is told of ${name}`)
  return told
}

describe('health', () => {
  it('is well when everything answers, though nobody serves tiers for which nothing waits', () => {
    const told = tellHealth(WELL, true, NOW)
    expect(told.map(({ state }) => state)).toEqual(['well', 'well', 'well', 'well'])
    expect(told.filter(isAmiss)).toEqual([])
    expect(part('workers', WELL).found).toContain('none for T2, T3, T4')
    expect(part('store', WELL).found).toBe('Redis 7.2.4, 3.10M used, append-only file on, answers in 1 ms')
  })

  it('says of whatever is amiss what that means and what to do next', () => {
    const amiss: readonly HealthFacts[] = [
      { ...WELL, ledger: { ok: false, problem: 'ECONNREFUSED' } },
      {
        ...WELL,
        store: { ok: false, problem: 'ECONNREFUSED' },
        processes: null,
        workers: null,
        queues: null,
      },
      { ...WELL, processes: [], workers: [] },
      { ...WELL, workers: [{ ...WORKER, beatAt: NOW - 8_000 }], queues: [queue(3, 2)] },
      withStore({ full: 0.95 }),
      withStore({ full: 0.1, evicts: true }),
      withStore({ outcomes: { waiting: 9, oldestAt: NOW - 6_000, reader: 'p1' } }),
    ]
    for (const facts of amiss) {
      const found = tellHealth(facts, true, NOW).filter(isAmiss)
      expect(found).not.toEqual([])
      for (const { means, next } of found)
        expect([means, next]).toEqual([expect.any(String), expect.any(String)])
    }
  })

  it('guesses nothing about planners and workers while the store is away', () => {
    const away = { ok: false, problem: 'no answer within 2 s' } as const
    const facts = { ...WELL, store: away, processes: null, workers: null, queues: null }
    expect([part('store', facts), part('planner', facts), part('workers', facts)]).toMatchObject([
      { state: 'away', found: 'does not answer: no answer within 2 s' },
      { state: 'unknown' },
      { state: 'unknown' },
    ])
  })

  it('takes a planner for away that has missed two beats, and for poor as soon as none reads what workers tell', () => {
    const beat = (ago: number) => ({
      ...WELL,
      processes: [{ id: 'p1', kind: 'planner', policies: 'sha256:0', beatAt: NOW - ago }] as const,
    })
    expect(part('planner', beat(7_000)).state).toBe('well')
    expect(part('planner', beat(7_001)).state).toBe('away')
    expect(part('planner', withStore({ outcomes: { ...STORE.outcomes, reader: null } })).state).toBe('poor')
    const mute = [{ id: 'd1', kind: 'dashboard', policies: 'sha256:0', beatAt: NOW }] as const
    expect(part('planner', { ...WELL, processes: mute })).toMatchObject({
      state: 'away',
      found: 'none is alive',
    })
    const without = [{ id: 'p1', kind: 'planner', policies: null, beatAt: NOW }] as const
    expect(part('planner', { ...WELL, processes: without })).toMatchObject({
      command: 'npx muster policy check',
    })
  })

  it('counts a worker that drains or is revoked among those that serve nothing, and names the tiers that wait', () => {
    const draining = { ...WORKER, draining: { by: 'ada', at: NOW } }
    expect(part('workers', { ...WELL, workers: [draining] })).toMatchObject({
      state: 'poor',
      means: '5 at T0 wait for a worker of their tier.',
      command: 'npx muster worker --tiers 0',
    })
    expect(part('workers', { ...WELL, workers: [WORKER, { ...draining, id: 'w2' }] }).state).toBe('well')
  })

  it('tells who belongs to another tenant how it is, and neither numbers of the whole fleet nor addresses', () => {
    const facts: HealthFacts = {
      ...withStore({ outcomes: { waiting: 77, oldestAt: NOW - 6_000, reader: 'p1' } }),
      ledger: { ok: false, problem: 'connect ECONNREFUSED 10.0.0.7:5432' },
      workers: [{ ...WORKER, tiers: [3] }],
    }
    const told = JSON.stringify(tellHealth(facts, false, NOW))
    expect(told).not.toMatch(/10\.0\.0\.7|3\.10M|77|\b5 at T0/)
    expect(tellHealth(facts, false, NOW).map(({ state }) => state)).toEqual(
      tellHealth(facts, true, NOW).map(({ state }) => state),
    )
  })
})
