import {
  type AgentNode,
  advance,
  createState,
  END_STATUSES,
  fold,
  type Graph,
  PLANNER,
  REQUIRES_RESULTS,
  type RequiresResult,
} from '@muster/core'
import { expect, test } from 'vitest'
import { readDoc, rowsOf, sectionOf } from './support.ts'

function agent(id: string, requires: readonly string[], requiresResult: RequiresResult): AgentNode {
  const retries = { max: 0, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } as const
  const place = { id, name: id, parent: null, requires, requiresResult, when: null }
  return {
    ...place,
    type: 'agent',
    template: 't@1.0.0',
    tier: 0,
    timeoutMs: 1,
    retries,
    env: {},
    inputs: {},
    errorBudget: null,
  }
}

const rows = rowsOf(sectionOf(readDoc('docs/reference/yaml.md'), 'What requires_result does'))

test('the table of requires_result has every way in which a stage ends', () => {
  expect(rows.map(([status]) => status).toSorted()).toEqual([...END_STATUSES].sort())
})

const cases = END_STATUSES.flatMap((status) => REQUIRES_RESULTS.map((result) => [status, result] as const))
test.each(cases)('after %s, %s does what its table says', (status, result) => {
  const nodes = [agent('a', [], 'succeeded'), agent('b', ['a'], result)]
  const about = { name: 'g', version: '1', description: null, timeoutMs: null, inputs: {}, templates: {} }
  const graph: Graph = { ...about, nodes }
  const state = createState('r', graph)
  fold(state, { kind: 'run.submitted', by: PLANNER, graph: '', inputs: '', yesToGates: false }, 0)
  fold(state, { kind: 'stage.finished', stage: 'a', status, reason: null }, 0)
  const [command] = advance(graph, state, 0)
  const does =
    command?.do === 'brief'
      ? 'starts'
      : command?.do === 'record' && command.fact.kind === 'stage.finished'
        ? `is ${command.fact.status}`
        : 'waits'
  expect(rows.find(([ended]) => ended === status)?.[1 + REQUIRES_RESULTS.indexOf(result)]).toBe(does)
})
