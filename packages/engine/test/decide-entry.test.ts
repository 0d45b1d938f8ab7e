import {
  createQuotaBook,
  DEFAULT_SANDBOX,
  type AgentNode,
  type ConditionNode,
  createState,
  type Fact,
  type Graph,
  type GraphNode,
  NOTHING_REVOKED,
} from '@muster/core'
import { openPolicy } from '@muster/policy'
import { expect, test } from 'vitest'
import { decideEntry } from '../src/decide-entry.ts'
import { newRunId } from '../src/new-run-id.ts'

const policy = await openPolicy(null)
const base = { parent: null, requires: [], requiresResult: 'succeeded', when: null } as const
const expression = (source: string) => ({ source, reads: [] })
const by = { kind: 'person', name: 'ann', roles: [] } as const
const submitted: Fact = { kind: 'run.submitted', by, graph: 'g', inputs: 'i', yesToGates: false }

function agent(more: Partial<AgentNode>): AgentNode {
  return {
    ...base,
    id: 'a',
    name: 'a',
    type: 'agent',
    template: 'small@1.0.0',
    tier: 0,
    timeoutMs: 1_000,
    retries: { max: 0, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 },
    env: {},
    inputs: {},
    errorBudget: null,
    ...more,
  }
}

function condition(source: string): ConditionNode {
  return {
    ...base,
    id: 'c',
    name: 'c',
    type: 'condition',
    if: expression(source),
    children: [],
    then: null,
    else: null,
  }
}

function decide(node: GraphNode) {
  const size = {
    type: 'integer',
    description: null,
    required: true,
    default: undefined,
    enum: null,
    pattern: null,
  } as const
  const small = {
    name: 'small',
    version: '1.0.0',
    description: null,
    tier: 0,
    inputs: { size },
    binaries: [],
    commands: {},
    agent: null,
    env: {},
    outputs: [],
    sandbox: DEFAULT_SANDBOX,
    files: {},
    digest: 'd',
  } as const
  const graph: Graph = {
    name: 'p',
    version: '1',
    description: null,
    timeoutMs: null,
    inputs: { size: 3 },
    templates: { 'small@1.0.0': small },
    nodes: [node],
  }
  const seen: Fact[] = []
  const state = createState('p-1', graph)
  const { entry, documents } = decideEntry(
    state,
    submitted,
    {
      now: 5,
      tenant: 'default',
      project: 'default',
      revoked: NOTHING_REVOKED,
      quotas: createQuotaBook(NOTHING_REVOKED, new Map(), 5),
      policy,
    },
    (fact) => seen.push(fact),
    () => {},
  )
  return { entry, documents, seen, state }
}

test('an entry holds its cause and all that was decided because of it, and every fact was shown before it was folded', () => {
  const { entry, seen, state } = decide(agent({ inputs: { size: { value: 1 } } }))
  expect([entry.cause, ...entry.effects]).toEqual(seen)
  expect(entry.effects.map(({ kind }) => kind)).toEqual(['stage.started', 'attempt.dispatched'])
  expect([entry.seq, entry.at, state.seq]).toEqual([1, 5, 1])
})

test('the brief that a started stage names is among the documents, with its inputs resolved', () => {
  const { documents } = decide(agent({ inputs: { size: { text: expression('${{ inputs.size + 1 }}') } } }))
  expect(documents.map((document) => (JSON.parse(document) as { inputs: object }).inputs)).toEqual([
    { size: 4 },
  ])
})

test.each([
  ['an input that does not fit its template', agent({ inputs: { size: { value: 'big' } } }), /size/],
  ['an input that is missing', agent({}), /size/],
  ['a `when` that is no boolean', agent({ when: expression('1 + 1') }), /could not be decided/],
  ['an `if` that reads what is not there', condition('inputs.nothing == 1'), /could not be decided/],
])('%s fails the stage, and says why', (_, node, why) => {
  const { entry } = decide(node)
  expect(entry.effects).toMatchObject([
    { kind: 'stage.finished', status: 'failed', reason: expect.stringMatching(why) as string },
    { kind: 'run.finished', status: 'failed' },
  ])
})

test('run ids of one pipeline sort by the time they were made, and can be part of keys and job ids', () => {
  const ids = [1_000, 60_000, 1_800_000_000_000].map((now) => newRunId('p', now, () => 0.999))
  expect([...ids].sort()).toEqual(ids)
  for (const id of ids) expect(id).toMatch(/^p-[0-9a-z]{15}$/)
})
