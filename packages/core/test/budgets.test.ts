import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  attemptsBecause,
  boundSpending,
  budgetOf,
  budgetText,
  budgetView,
  createState,
  type ErrorBudget,
  fold,
  type Outcome,
  spentBecause,
} from '../src/index.ts'
import { arbitraryGraph } from './support/arbitrary-graph.ts'
import { agent, graph, UNLIMITED } from './support/graphs.ts'
import { lived, retried } from './support/lived.ts'
import { ANN, failure, OK, World } from './support/world.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 400)
const FOREVER = { max: 100, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } as const

const withBudget = (limits: Partial<ErrorBudget>) =>
  new World(graph([agent('a', { retries: FOREVER, errorBudget: { ...UNLIMITED, ...limits } })])).submit()

const count = (world: World, phase: string) => world.dispatched.filter((one) => one.phase === phase).length

const clarifications = (world: World) =>
  world.entries.flatMap(({ effects }) =>
    effects.flatMap((fact) => (fact.kind === 'plan.clarified' ? [fact.clarification] : [])),
  )

test('whatever agents spend, a spent budget is clarified before anything is planned or executed, and only so often', () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (nodes, seed) => {
      const { world, next } = lived(nodes, seed)
      retried(world, next, 3)
      const state = createState('run', world.state.graph)
      const clarified = new Map<string, number>()
      for (const { at, cause, effects } of world.entries)
        for (const fact of [cause, ...effects]) {
          const node = 'stage' in fact ? state.nodes.get(fact.stage) : undefined
          if (node?.type === 'agent') {
            const budget = node.errorBudget
            const { spent } = budgetOf(state, node.id)
            if (fact.kind === 'attempt.dispatched') {
              if (fact.phase === 'PLAN' || fact.phase === 'EXECUTE')
                expect(spentBecause(budget, spent)).toBeNull()
              const bounded = fact.phase !== 'BOOTSTRAP' && fact.phase !== 'PREFLIGHT'
              if (bounded) expect(attemptsBecause(budget, spent, fact.phase)).toBeNull()
            }
            if (fact.kind === 'plan.clarified') {
              const number = (clarified.get(node.id) ?? 0) + 1
              clarified.set(node.id, number)
              expect(fact.clarification.number).toBe(number)
              expect(number).toBeLessThanOrEqual(budget?.clarifications ?? 0)
            }
          }
          fold(state, fact, at)
        }
    }),
    { numRuns: RUNS },
  )
})

test('of a revoked agent nothing is accepted any more, and no retry brings it back', () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (nodes, seed) => {
      const { world, next } = lived(nodes, seed)
      retried(world, next, 3)
      const agents = new Set(nodes.nodes.filter(({ type }) => type === 'agent').map(({ id }) => id))
      const revoked = new Set<string>()
      const later: string[] = []
      for (const { cause, effects } of world.entries)
        for (const fact of [cause, ...effects]) {
          if (!('stage' in fact)) continue
          if (revoked.has(fact.stage) && fact.kind !== 'attempt.refused') later.push(fact.kind)
          if (fact.kind === 'stage.finished' && fact.status === 'revoked' && agents.has(fact.stage))
            revoked.add(fact.stage)
        }
      expect(later).toEqual([])
    }),
    { numRuns: RUNS },
  )
})

describe('an agent', () => {
  test('whose errors spike is clarified once and then succeeds, with a plan that is another one', () => {
    const world = withBudget({ errors: 3 })
    world.run(({ phase, attempt }) => {
      if (phase === 'PLAN')
        return { ...OK, record: { planDigest: `plan ${attempt}`, plan: { changes: 'less' } } }
      return phase === 'EXECUTE' && attempt < 4
        ? { ...failure(true), record: { stderr: ['no space left'] } }
        : OK
    })
    expect([world.status('a'), count(world, 'PLAN'), count(world, 'EXECUTE')]).toEqual(['succeeded', 2, 4])
    expect(clarifications(world)).toEqual([
      {
        number: 1,
        voids: 'plan 1',
        because: '3 of 3 errors',
        errors: ['EXECUTE: It broke.', 'EXECUTE: It broke.', 'EXECUTE: It broke.'],
        learnt: ['no space left', 'no space left', 'no space left'],
        changes: null,
      },
    ])
    expect(budgetOf(world.state, 'a').clarification?.changes).toBe('less')
    expect(budgetOf(world.state, 'a').total.errors).toBe(3)
  })

  test('that is hopeless is revoked after two clarifications', () => {
    const world = withBudget({ errors: 2 }).run(({ phase }) => (phase === 'EXECUTE' ? failure(true) : OK))
    expect([world.status('a'), count(world, 'PLAN'), count(world, 'EXECUTE')]).toEqual(['revoked', 3, 6])
    expect(world.reason('a')).toBe('its budget is spent: 2 of 2 errors; its plan was clarified 2 times')
    expect(world.state.progress.status).toBe('revoked')
  })

  test.each<[string, Partial<ErrorBudget>, Outcome, string]>([
    ['errors of a kind', { kinds: { X: 1 } }, failure(true), '1 of 1 errors of kind `X`'],
    [
      'reported errors',
      { errors: 2 },
      {
        ...OK,
        spent: { errors: [{ kind: 'net', message: 'm', count: 2 }], outputBytes: 0, tokens: 0, cost: 0 },
      },
      '2 of 2 errors',
    ],
    [
      'tokens',
      { tokens: 10 },
      { ...OK, spent: { errors: [], outputBytes: 0, tokens: 11, cost: 0 } },
      '11 of 10 tokens',
    ],
    ['attempts', { attempts: { PLAN: 1 } }, failure(true), '1 of 1 attempts of PLAN'],
  ])('that spends its %s in PLAN plans again before it executes', (_, limits, first, because) => {
    const world = withBudget(limits)
    world.run(({ phase, attempt }) => (phase === 'PLAN' && attempt === 1 ? first : OK))
    expect(clarifications(world).map((one) => one.because)).toEqual([because])
    expect([world.status('a'), count(world, 'EXECUTE')]).toEqual(['succeeded', 1])
  })

  test('that spends its budget before it has a plan fails, and leaves its evidence', () => {
    const world = withBudget({ errors: 2 }).run(({ phase }) => (phase === 'PREFLIGHT' ? failure(true) : OK))
    expect([
      world.status('a'),
      count(world, 'PREFLIGHT'),
      count(world, 'PLAN'),
      count(world, 'PACKAGE'),
    ]).toEqual(['failed', 2, 0, 1])
    world.cause({ kind: 'run.retried', by: ANN }).run()
    expect(world.status('a')).toBe('succeeded')
    expect(clarifications(world)).toHaveLength(1)
  })

  test('keeps what it spent when its run is retried', () => {
    const world = withBudget({ errors: 2 })
    world.run(({ phase }) => (phase === 'EXECUTE' ? failure(false) : OK))
    expect([world.status('a'), budgetOf(world.state, 'a').spent.errors]).toEqual(['failed', 1])
    world.cause({ kind: 'run.retried', by: ANN })
    world.run(({ phase, attempt }) => (phase === 'EXECUTE' && attempt === 2 ? failure(true) : OK))
    expect(clarifications(world)).toHaveLength(1)
    expect(world.status('a')).toBe('succeeded')
  })

  test('that proposes a void plan again does not execute it', () => {
    const world = withBudget({ errors: 1 })
    world.run(({ phase }) => {
      if (phase === 'PLAN') return { ...OK, record: { planDigest: 'the same' } }
      return phase === 'EXECUTE' ? failure(true) : OK
    })
    expect([world.status('a'), world.reason('a')]).toEqual([
      'failed',
      'EXECUTE: its plan was clarified away and is void',
    ])
    expect(count(world, 'EXECUTE')).toBe(1)
  })
})

test('what a worker says was spent is bounded, whatever it says', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.array(fc.anything()), (outputBytes, tokens, errors) => {
      const spent = boundSpending({ outputBytes, tokens, cost: -1, errors })
      const budget = { ...UNLIMITED, errors: 1, tokens: 1 }
      const world = new World(graph([agent('a', { errorBudget: budget })])).submit()
      world.run(({ phase }) => (phase === 'PLAN' && spent !== undefined ? { ...OK, spent } : OK))
      expect(Number.isFinite(budgetOf(world.state, 'a').total.errors)).toBe(true)
      expect(JSON.stringify(spent ?? null).length).toBeLessThan(16_000)
    }),
    { numRuns: RUNS },
  )
})

test('a budget in one line says what is spent of each limit, and what else was spent', () => {
  const world = withBudget({ errors: 3, kinds: { X: 2 } })
  world.run(({ phase, attempt }) => (phase === 'EXECUTE' && attempt === 1 ? failure(true) : OK))
  const node = world.state.nodes.get('a')
  const view = budgetView(node?.type === 'agent' ? node.errorBudget : null, budgetOf(world.state, 'a'))
  expect(view === null ? null : budgetText(view)).toBe('1 of 3 errors, 1 of 2 X')
  const quiet = new World(graph([agent('a')])).submit().run()
  expect(budgetView(null, budgetOf(quiet.state, 'a'))).toBeNull()
})
