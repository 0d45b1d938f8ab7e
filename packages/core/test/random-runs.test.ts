import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  counterOf,
  foldEntries,
  type Graph,
  isEnded,
  judgeResume,
  nextPhase,
  type Outcome,
  resumePoints,
  stageOf,
} from '../src/index.ts'
import { arbitraryGraph } from './support/arbitrary-graph.ts'
import { ANN, BOB, failure, OK, PLANNER, World } from './support/world.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 400)

/** Carries a run to its end by random moves; every duplicate and stale outcome is delivered as well. */
function walk(world: World, next: (below: number) => number): void {
  const settled = new Set<string>()
  for (let move = 0; world.state.progress.status === 'running'; move += 1) {
    if (move > 5_000) throw new Error('the run does not end')
    world.now += 1
    const open = world.open()
    const gates = [...world.state.gates].filter(([, gate]) => gate.decided === null).map(([id]) => id)
    const dice = next(100)
    if (dice < 3 && open.length > 0) {
      const lost = open[next(open.length)]
      if (lost) world.cause({ kind: 'attempt.lost', stage: lost.stage, fence: lost.fence })
    } else if (dice < 5 && open.length > 0) {
      const late = open[next(open.length)]
      if (late) world.cause({ kind: 'stage.timed_out', stage: late.stage })
    } else if (dice < 6) {
      const status = (['cancelled', 'timed_out', 'revoked'] as const)[next(3)] ?? 'cancelled'
      world.cause({ kind: 'run.stopping', status, by: PLANNER, reason: 'chance' })
    } else if (dice < 16 && world.dispatched.length > 0) {
      const any = world.dispatched[next(world.dispatched.length)]
      if (any && settled.has(`${any.stage} ${any.fence}`)) expect(world.deliver(any)).not.toBe('accepted')
    } else if (gates.length > 0 && (open.length === 0 || dice < 40)) {
      const stage = gates[next(gates.length)] ?? ''
      const decision = next(4) === 0 ? 'reject' : 'approve'
      if (next(5) === 0) world.cause({ kind: 'gate.expired', stage })
      else
        world.cause({ kind: 'gate.voted', stage, vote: { voter: BOB, as: 'bob', decision, comment: null } })
    } else if (open.length > 0) {
      const message = open[next(open.length)]
      if (message === undefined) continue
      const outcomes: Outcome[] = [
        OK,
        OK,
        OK,
        OK,
        OK,
        failure(true),
        failure(false),
        { kind: 'timed_out', record: {} },
      ]
      const key = `${message.stage} ${message.fence}`
      expect(settled.has(key)).toBe(false)
      settled.add(key)
      const outcome = { ...(outcomes[next(outcomes.length)] ?? OK), checkpoint: `sha256:${key}` }
      expect(world.deliver({ ...message, outcome })).toBe('accepted')
    } else {
      throw new Error('the run waits for nothing and does not end')
    }
  }
}

function randomOf(seed: number): (below: number) => number {
  let state = seed | 1
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    state ^= state >>> 15
    return (state >>> 0) % below
  }
}

/** A run over a random graph, lived to its end; `next` is its chance. */
function lived(
  graph: Graph,
  seed: number,
): { readonly world: World; readonly next: (below: number) => number } {
  const next = randomOf(seed)
  const world = new World(graph)
  world.answer = () => next(3) > 0
  world.submit()
  walk(world, next)
  return { world, next }
}

test('over random graphs and random orders every run ends, nothing starts early and nothing commits twice', () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (graph, seed) => {
      const { world } = lived(graph, seed)
      for (const node of graph.nodes) expect(isEnded(stageOf(world.state, node.id).status)).toBe(true)
      const commits = world.entries.flatMap(({ cause }) =>
        cause.kind === 'attempt.settled' ? [`${cause.stage} ${cause.phase} ${cause.attempt}`] : [],
      )
      expect(new Set(commits).size).toBe(commits.length)
    }),
    { numRuns: RUNS },
  )
})

test('a run that is retried until nothing fails any more ends, and its fences only grow', () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (graph, seed) => {
      const { world, next } = lived(graph, seed)
      for (let retry = 0; retry < 3; retry += 1) {
        const { status } = world.state.progress
        if (status !== 'failed' && status !== 'cancelled' && status !== 'timed_out') break
        world.cause({ kind: 'run.retried', by: ANN })
        walk(world, next)
      }
      const fences = new Map<string, number>()
      for (const { stage, fence } of world.dispatched) {
        expect(fence).toBe((fences.get(stage) ?? 0) + 1)
        fences.set(stage, fence)
      }
    }),
    { numRuns: RUNS },
  )
})

test('the state folded from the entries is the state that was lived through', () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (graph, seed) => {
      const { world } = lived(graph, seed)
      const again = foldEntries('run', graph, JSON.parse(JSON.stringify(world.entries)))
      expect([...again.stages]).toEqual([...world.state.stages])
      expect([...again.counters]).toEqual([...world.state.counters])
      expect(again.progress).toEqual(world.state.progress)
    }),
    { numRuns: RUNS },
  )
})

test('a run resumed from any checkpoint ends, goes on with the phase after it as a new attempt, and its fences only grow', () => {
  let resumed = 0
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (graph, seed) => {
      const { world, next } = lived(graph, seed)
      for (let turn = 0; turn < 3; turn += 1) {
        const points = [...resumePoints('run', graph, world.entries)].flatMap(([stage, of]) =>
          [...of.values()].map((point) => ({ stage, point })),
        )
        const chosen = points[next(points.length)]
        if (chosen === undefined || judgeResume(world.state, chosen.stage) !== null) continue
        const { stage, point } = chosen
        const { attempt, fence } = counterOf(world.state, stage)
        const before = world.dispatched.length
        world.cause({ kind: 'run.resumed', by: ANN, stage, point })
        walk(world, next)
        const [first] = world.dispatched.slice(before).filter((one) => one.stage === stage)
        if (first === undefined) continue
        resumed += 1
        expect(first.fence).toBe(fence + 1)
        expect(first.attempt).toBeGreaterThan(attempt)
        // A stop overtakes what was to be resumed, and so does the clarification of a plan whose budget is spent.
        expect([nextPhase(point.phase), 'PACKAGE', 'PLAN']).toContain(first.phase)
      }
      expect(world.state.resuming.size).toBe(0)
      const fences = new Map<string, number>()
      for (const { stage, fence } of world.dispatched) {
        expect(fence).toBe((fences.get(stage) ?? 0) + 1)
        fences.set(stage, fence)
      }
      const again = foldEntries('run', graph, JSON.parse(JSON.stringify(world.entries)))
      expect([...again.stages]).toEqual([...world.state.stages])
      expect([...again.counters]).toEqual([...world.state.counters])
    }),
    { numRuns: RUNS },
  )
  expect(resumed).toBeGreaterThan(RUNS / 4)
})
