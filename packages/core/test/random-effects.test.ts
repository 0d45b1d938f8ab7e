import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  effectsOf,
  type EffectAsk,
  type Fact,
  type FactOf,
  foldEntries,
  isReadEffect,
  type PlannedAction,
} from '../src/index.ts'
import { askOf, effectGraph, planning, POST, READ, WRITE, worldAt } from './support/effects.ts'
import { ANN, failure, PLANNER, type World } from './support/world.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 400)
const ACTIONS = [
  WRITE,
  READ,
  POST,
  { verb: 'file.write', target: '/srv/b' },
  { verb: 'dns.write', target: 'x' },
]

type Move =
  | {
      readonly do: 'ask'
      readonly action: number
      readonly key: number
      readonly holder: number
      readonly stale: boolean
    }
  | { readonly do: 'again' | 'done' | 'failed' | 'unknown'; readonly which: number }
  | { readonly do: 'settle'; readonly which: number; readonly happened: boolean }
  | { readonly do: 'deliver'; readonly fails: boolean }
  | { readonly do: 'lose' | 'cancel' | 'revoke' | 'retry' }

const which = fc.nat(30)
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      action: fc.nat(ACTIONS.length - 1),
      key: fc.nat(3),
      holder: fc.constantFrom(1, 1, 1, 2),
      stale: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('done' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('failed' as const, 'unknown' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const), which, happened: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), fails: fc.constantFrom(false, false, true) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('lose' as const, 'cancel' as const, 'revoke' as const) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('retry' as const) }) },
)

/** Does one move, as workers, people and the planner would in whatever order. */
function step(world: World, asks: EffectAsk[], planned: readonly PlannedAction[], one: Move): void {
  world.now += 1
  const [open] = world.open()
  const { progress } = world.state
  switch (one.do) {
    case 'ask': {
      const action = ACTIONS[one.action] ?? WRITE
      const fence = Math.max(1, (open?.fence ?? 1) - (one.stale ? 1 : 0))
      const ask = askOf(world, {
        ...action,
        key: `k${one.key}`,
        holder: `h${one.holder}`,
        fence,
        digest: `d${one.action}`,
      })
      asks.push(ask)
      world.ask(ask)
      return
    }
    case 'again': {
      const ask = asks[one.which]
      if (ask !== undefined) world.ask(ask)
      return
    }
    case 'done':
    case 'failed':
    case 'unknown': {
      const ask = asks.at(-1 - one.which)
      if (ask !== undefined) world.report(ask, one.do)
      return
    }
    case 'settle': {
      const effect = effectsOf(world.state, 'a')[one.which]
      if (effect?.standing.status !== 'unknown') return
      const { happened } = one
      world.cause({
        kind: 'effect.settled',
        stage: 'a',
        effect: effect.number,
        happened,
        by: ANN,
        reason: null,
      })
      return
    }
    case 'deliver':
      if (open !== undefined)
        world.deliver({ ...open, outcome: one.fails ? failure(true) : planning(planned)(open) })
      return
    case 'lose':
      if (open !== undefined) world.cause({ kind: 'attempt.lost', stage: 'a', fence: open.fence })
      return
    case 'cancel':
    case 'revoke': {
      const status = one.do === 'cancel' ? 'cancelled' : 'revoked'
      if (progress.status === 'running')
        world.cause({ kind: 'run.stopping', status, by: PLANNER, reason: 'chance' })
      return
    }
    case 'retry':
      if (progress.status !== 'running' && progress.status !== 'revoked' && progress.status !== 'succeeded')
        world.cause({ kind: 'run.retried', by: ANN })
  }
}

/** Reads a history from its beginning and throws at the first entry that must not be. */
function check(facts: readonly Fact[], tier: number): void {
  let plan: readonly PlannedAction[] = []
  let dispatched: { readonly phase: string; readonly fence: number } | null = null
  let revoked = false
  const intended = new Map<number, { readonly key: string; readonly change: boolean }>()
  const over = new Set<number>()
  const doubtful = new Set<number>()
  const done = new Set<string>()
  const abandon = (): void => {
    for (const [effect] of intended) if (!over.has(effect)) doubtful.add(effect)
    dispatched = null
  }
  const isDone = (effect: number): void => void done.add(intended.get(effect)?.key ?? '')
  const checks: { readonly [K in Fact['kind']]?: (fact: FactOf<K>) => void } = {
    'attempt.dispatched': (fact) => {
      dispatched = fact
    },
    'attempt.settled': ({ phase, outcome }) => {
      if (phase === 'PLAN' && outcome.kind === 'succeeded')
        plan = (outcome.record['plan'] as unknown as { actions: readonly PlannedAction[] }).actions
      abandon()
    },
    'attempt.lost': abandon,
    'stage.ending': abandon,
    'stage.finished': abandon,
    'run.stopping': ({ status }) => {
      revoked ||= status === 'revoked'
    },
    'effect.intended': ({ effect, asked: { verb, target, phase, fence, key } }) => {
      const change = !isReadEffect(verb, target)
      expect(revoked).toBe(false)
      expect(dispatched).toMatchObject({ phase, fence })
      if (phase !== 'PLAN') expect(plan).toContainEqual({ verb, target })
      if (change) {
        expect(tier).toBeGreaterThanOrEqual(2)
        expect(phase).toBe('EXECUTE')
        expect([...doubtful].filter((other) => intended.get(other)?.change)).toEqual([])
      }
      expect(done.has(key)).toBe(false)
      expect(intended.has(effect)).toBe(false)
      intended.set(effect, { key, change })
    },
    'effect.denied': () => expect(revoked).toBe(false),
    'effect.ended': ({ effect, ended: how }) => {
      expect(revoked).toBe(false)
      expect(intended.has(effect)).toBe(true)
      expect(over.has(effect)).toBe(false)
      over.add(effect)
      if (how === 'unknown') doubtful.add(effect)
      if (how === 'done') isDone(effect)
    },
    'effect.settled': ({ effect, happened }) => {
      over.add(effect)
      doubtful.delete(effect)
      if (happened) isDone(effect)
    },
  }
  for (const fact of facts) (checks[fact.kind] as ((fact: Fact) => void) | undefined)?.(fact)
}

test('in whatever order, effects are in the plan and under the fence, happen once for each key, and none follows a doubt or a revocation', () => {
  const intents = { count: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, 2, 2, 2, 3, 4),
      fc.constantFrom('BOOTSTRAP', 'PLAN', 'EXECUTE', 'EXECUTE', 'VERIFY'),
      fc.subarray(ACTIONS, { minLength: 2 }),
      fc.array(move, { minLength: 20, maxLength: 120 }),
      (tier, phase, planned, moves) => {
        const retries = { max: 3, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } as const
        const world = worldAt(phase, planned, effectGraph({ tier, retries }))
        const asks: EffectAsk[] = []
        for (const one of moves) step(world, asks, planned, one)
        const facts = world.entries.flatMap(({ cause, effects }) => [cause, ...effects])
        check(facts, tier)
        intents.count += facts.filter(({ kind }) => kind === 'effect.intended').length
        const again = foldEntries('run', world.state.graph, JSON.parse(JSON.stringify(world.entries)))
        expect([...again.effects]).toEqual([...world.state.effects])
      },
    ),
    { numRuns: RUNS },
  )
  expect(intents.count).toBeGreaterThan(RUNS / 2)
})

test.each([
  ['an effect that the plan lacks', [intent(1, { target: '/srv/z' })]],
  [
    'an effect after a revocation',
    [{ kind: 'run.stopping', status: 'revoked', by: PLANNER, reason: null }, intent(1, {})],
  ],
  ['an older fence', [intent(1, { fence: 2 })]],
  ['a second OUTCOME', [intent(1, {}), ended(1), ended(1)]],
  ['a key done twice', [intent(1, {}), ended(1), intent(2, {})]],
  ['a change while another is unknown', [intent(1, {}), ended(1, 'unknown'), intent(2, { key: 'other' })]],
] as readonly (readonly [string, readonly Fact[]])[])('the check of histories finds %s', (_, planted) => {
  const record = { plan: { actions: [{ ...WRITE }] } }
  const times = { worker: 'w', startedAt: 1, finishedAt: 1 }
  const before: readonly Fact[] = [
    {
      kind: 'attempt.settled',
      stage: 'a',
      phase: 'PLAN',
      attempt: 1,
      fence: 2,
      outcome: { kind: 'succeeded', record },
      ...times,
    },
    { kind: 'attempt.dispatched', stage: 'a', phase: 'EXECUTE', attempt: 1, fence: 3, notBefore: 0 },
  ]
  expect(() => check([...before, intent(9, { key: 'nine' }), ended(9)], 2)).not.toThrow()
  expect(() => check([...before, ...planted], 2)).toThrow(/expected/)
})

function intent(effect: number, more: Partial<EffectAsk>): Fact {
  const asked = {
    ...WRITE,
    id: `i${effect}`,
    key: 'k',
    digest: 'd',
    bytes: 1,
    phase: 'EXECUTE',
    attempt: 1,
    fence: 3,
    worker: 'w',
    holder: 'h',
    ...more,
  } as const
  return { kind: 'effect.intended', stage: 'a', effect, asked }
}

function ended(effect: number, how: 'done' | 'unknown' = 'done'): Fact {
  const times = { startedAt: 1, finishedAt: 1 }
  return { kind: 'effect.ended', stage: 'a', effect, ended: how, reason: null, result: {}, ...times }
}
