import type { RunView, StageRow } from '@muster/core'
import { expect, test } from 'vitest'
import { agent, graph } from '../../../packages/core/test/support/graphs.ts'
import { type ComparedRun, compareRuns, kindOf, nodesOfBoth } from '../src/pages/compare/compare-runs.ts'

/** A run of stages that came to this, by name. */
function ran(stages: Readonly<Record<string, StageRow['status']>>): ComparedRun {
  const rows = Object.entries(stages).map(
    ([stage, status]) => ({ stage, status, outputs: {} }) as unknown as StageRow,
  )
  return {
    view: { inputs: {}, stages: rows } as unknown as RunView,
    graph: graph(Object.keys(stages).map((id) => agent(id))),
  }
}

test('a stage of two runs is the same, came to something else, or is in one of them only', () => {
  const [one, other] = [
    ran({ a: 'succeeded', b: 'failed', c: 'succeeded' }),
    ran({ a: 'succeeded', b: 'succeeded', d: 'failed' }),
  ]
  const { stages } = compareRuns(one, other)
  expect(stages.map((stage) => [stage.name, kindOf(stage)])).toEqual([
    ['a', 'same'],
    ['b', 'differs'],
    ['c', 'left'],
    ['d', 'right'],
  ])
  expect(kindOf(undefined)).toBe('same')
  expect(nodesOfBoth(one.graph, other.graph).map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c'])
})
