import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldEntries, isEnded, stageOf } from '../src/index.ts'
import { arbitraryGraph } from './support/arbitrary-graph.ts'
import { lived, retried } from './support/lived.ts'

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
