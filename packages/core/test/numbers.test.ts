import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Minute, MINUTE_MS, numbersSince, runsIn, sumEnds, tellNumbers } from '../src/index.ts'

const GATES = { open: 0, medianAt: null, oldestAt: null }
const HOUR_MS = 60 * MINUTE_MS
const minute = (at: number, more: Partial<Minute> = {}): Minute => ({
  minute: Math.floor(at / MINUTE_MS),
  phases: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  timedOut: 0,
  revoked: 0,
  ...more,
})
const tell = (minutes: readonly Minute[], now: number) =>
  tellNumbers({ minutes, gates: GATES, running: 0 }, now)

describe('the numbers of the first page', () => {
  const now = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 })

  it('lose nothing that ended in their span, count nothing twice, and nothing from before', () => {
    const ends = fc.record({
      ago: fc.integer({ min: 0, max: 30 * 60 }),
      phases: fc.nat(99),
      failed: fc.nat(9),
    })
    fc.assert(
      fc.property(now, fc.uniqueArray(ends, { selector: ({ ago }) => ago }), (at, all) => {
        const minutes = all.map(({ ago, ...more }) => minute(at - ago * MINUTE_MS, more))
        const { hour, day } = tell(minutes, at)
        for (const [buckets, step] of [
          [hour, MINUTE_MS],
          [day, HOUR_MS],
        ] as const) {
          const first = buckets[0]?.at ?? 0
          const inside = minutes.filter((one) => one.minute * MINUTE_MS >= first)
          expect(sumEnds(buckets).phases).toBe(inside.reduce((sum, { phases }) => sum + phases, 0))
          expect(runsIn(sumEnds(buckets))).toBe(inside.reduce((sum, { failed }) => sum + failed, 0))
          const last = buckets.at(-1)?.at ?? 0
          expect([last <= at, at < last + step]).toEqual([true, true])
          expect(first).toBeGreaterThanOrEqual(numbersSince(at))
        }
      }),
    )
  })

  it('tell phases per second over the minute before and what has passed of this one', () => {
    const at = 1_800_000_000_000 - (1_800_000_000_000 % MINUTE_MS) + 30_000
    const { phasesPerSecond } = tell([minute(at, { phases: 90 }), minute(at - MINUTE_MS, { phases: 90 })], at)
    expect(phasesPerSecond).toBe(2)
  })

  it('tell no failure rate where nothing ended, and count everything but success as failure', () => {
    const at = 1_800_000_000_000
    expect(tell([minute(at, { phases: 5 })], at).failureRate).toBeNull()
    const ended = { succeeded: 6, failed: 1, cancelled: 1, timedOut: 1, revoked: 1 }
    expect(tell([minute(at, ended)], at).failureRate).toBeCloseTo(0.4)
    expect(tell([minute(at - 2 * HOUR_MS, ended)], at).failureRate).toBeNull()
  })
})
