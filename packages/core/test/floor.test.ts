import {
  type Actor,
  COOLING_OFF_MS,
  effectiveTier,
  floorOf,
  judgeFloor,
  type PlanApproval,
  TIERS,
  type Tier,
  type TierBounds,
} from '@muster/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const PLAN = 'sha256:plan'

function person(name: string, via?: string): Actor {
  return { kind: 'person', name, roles: [], ...(via === undefined ? {} : { via }) }
}

function approvals(...by: readonly Actor[]): readonly PlanApproval[] {
  return by.map((one, index) => ({ by: one, plan: PLAN, at: (index + 1) * 1_000 }))
}

describe('the floor of each tier', () => {
  test.each([
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [2, 1, 1, 0],
    [3, 2, 2, 0],
    [4, 3, 3, 10 * 60_000],
  ] as const)('T%d needs %d approvals of %d people, and waits %d ms', (tier, needed, distinct, delayMs) => {
    expect(floorOf(tier)).toEqual({ approvals: needed, distinct, delayMs })
  })

  test.each([
    [0, []],
    [1, []],
    [2, ['ada']],
    [3, ['ada', 'bob']],
    [4, ['ada', 'bob', 'cy']],
  ] as const)('T%d is met by %j and by nobody fewer', (tier, names) => {
    const enough = approvals(...names.map((name) => person(name)))
    expect(judgeFloor(tier, PLAN, enough, 10 * COOLING_OFF_MS)).toEqual({ met: true })
    if (names.length > 0)
      expect(judgeFloor(tier, PLAN, enough.slice(1), 10 * COOLING_OFF_MS)).toEqual({ met: false, lacks: 1 })
  })

  test('a steward waits for the delay after the last approval that was needed, not after later ones', () => {
    const given = approvals(person('ada'), person('bob'), person('cy'), person('dee'))
    const at = 3_000 + COOLING_OFF_MS
    expect(judgeFloor(4, PLAN, given, at - 1)).toEqual({ met: false, lacks: 0, at })
    expect(judgeFloor(4, PLAN, given, at)).toEqual({ met: true })
  })

  test.each<[string, readonly PlanApproval[]]>([
    ['one who approves twice', approvals(person('ada'), person('ada'))],
    ['one who speaks for two', approvals(person('ada', 'owner'), person('bob', 'owner'))],
    ['one who speaks for another and for himself', approvals(person('owner'), person('bob', 'owner'))],
    ['a script', approvals(person('ada'), { kind: 'script', name: 'ci', roles: [] })],
    ['an approval of another plan', [...approvals(person('ada')), { by: person('bob'), plan: 'old', at: 2 }]],
  ])('%s is not a second person', (_title, given) => {
    expect(judgeFloor(3, PLAN, given, 10_000)).toEqual({ met: false, lacks: 1 })
  })

  test('nothing is approved while there is no plan', () => {
    expect(judgeFloor(2, null, approvals(person('ada')), 10_000)).toEqual({ met: false, lacks: 1 })
  })
})

const anyTier = fc.constantFrom<Tier>(...TIERS)
const anyBounds = fc.record<TierBounds>({
  stage: anyTier,
  template: anyTier,
  tenant: anyTier,
  identity: anyTier,
  grant: anyTier,
})

test('the effective tier is the least of its bounds, and names one that is as low', () => {
  fc.assert(
    fc.property(anyBounds, (bounds) => {
      const { tier, by } = effectiveTier(bounds)
      expect(tier).toBe(Math.min(...Object.values(bounds)))
      expect(bounds[by]).toBe(tier)
    }),
  )
})

test.each(['template', 'tenant', 'identity', 'grant'] as const)('%s alone lowers the tier', (by) => {
  const high: TierBounds = { stage: 3, template: 4, tenant: 4, identity: 4, grant: 4 }
  expect(effectiveTier({ ...high, [by]: 1 })).toEqual({ tier: 1, by })
})
