import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  counterOf,
  foldEntries,
  isEnded,
  judgeResume,
  nextPhase,
  resumePoints,
  stageOf,
} from '../src/index.ts'
import { arbitraryGraph } from './support/arbitrary-graph.ts'
import { lived, retried, walk } from './support/lived.ts'
import { ANN } from './support/world.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 400)

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
      retried(world, next, 3)
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
      expect([...again.budgets]).toEqual([...world.state.budgets])
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
