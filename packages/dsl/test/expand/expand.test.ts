import { type AgentNode, type Graph, type GraphNode, isContainer, type Json } from '@muster/core'
import { checkInputs, expand } from '@muster/dsl'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pipeline, stagesText, TEMPLATES } from '../support/documents.ts'

function graphOf(text: string, given: Record<string, Json> = {}): Graph {
  const parsed = pipeline(text)
  return expand(parsed, checkInputs(parsed, given).inputs, TEMPLATES)
}

function node(graph: Graph, id: string): GraphNode {
  const found = graph.nodes.find((candidate) => candidate.id === id)
  if (found === undefined)
    throw new Error(`no node ${id} among ${graph.nodes.map((one) => one.id).join(', ')}`)
  return found
}

const agent = (graph: Graph, id: string) => node(graph, id) as AgentNode
const stages = (text: string) =>
  graphOf(`name: p\ninputs: { list: { type: list, default: [a, b] } }\nstages:\n${text}`)

describe('an agent', () => {
  test('has the defaults of its template and of Muster', () => {
    const graph = stages('  - name: a\n')
    expect(graph.nodes).toEqual([
      {
        type: 'agent',
        id: 'a',
        name: 'a',
        parent: null,
        requires: [],
        requiresResult: 'succeeded',
        when: null,
        template: 'default@1.0.0',
        tier: 0,
        timeoutMs: 1_800_000,
        retries: { max: 0, backoff: 'exponential', delayMs: 1_000, maxDelayMs: 300_000 },
        env: {},
        inputs: {},
        errorBudget: null,
      },
    ])
    expect(Object.keys(graph.templates)).toEqual(['default@1.0.0'])
  })

  test('has what its stage says', () => {
    const graph = stages(
      '  - name: a\n    template: terraform@^1\n    config:\n      timeout: 1h30m\n      retries: { max: 3, backoff: fixed, delay: 2s, max_delay: 1m }\n      env: { A: "${{ size(inputs.list) }}" }\n      error_budget: 4\n      inputs: { target: local }\n',
    )
    expect(agent(graph, 'a')).toMatchObject({
      template: 'terraform@1.2.0',
      tier: 1,
      timeoutMs: 5_400_000,
      retries: { max: 3, backoff: 'fixed', delayMs: 2_000, maxDelayMs: 60_000 },
      env: { A: '2' },
      errorBudget: { errors: 4, kinds: {}, attempts: {}, wallMs: null, clarifications: 2 },
      inputs: { target: { value: 'local' } },
    })
  })

  test('takes the highest version when none is named', () => {
    expect(agent(stages('  - name: a\n    template: terraform\n'), 'a').template).toBe('terraform@2.0.0')
  })
})

describe('a gate', () => {
  const gate = (text: string) => node(stages(`  - name: g\n    type: gate\n${text}`), 'g')
  test('waits a day for anyone, then rejects', () => {
    expect(gate('')).toMatchObject({
      gate: {
        type: 'approval',
        approvers: [],
        quorum: 'any',
        timeoutMs: 86_400_000,
        onTimeout: { do: 'reject' },
        allowAuthor: false,
        message: null,
      },
    })
  })

  test('of consensus needs all, unless it says otherwise', () => {
    expect(gate('    gate_type: consensus\n    approvers: [a, b]\n')).toMatchObject({
      gate: { quorum: 'all' },
    })
    expect(gate('    gate_type: consensus\n    approvers: [a, b]\n    quorum: 2\n')).toMatchObject({
      gate: { quorum: 2 },
    })
  })

  test('escalates to further approvers, and tells voters what it is about', () => {
    const text =
      '    approvers: [a]\n    on_timeout: escalate\n    escalate_to: ["role:owner"]\n    message: "Go for ${{ inputs.list[0] }}?"\n'
    expect(gate(text)).toMatchObject({
      gate: { onTimeout: { do: 'escalate', approvers: ['role:owner'] }, message: 'Go for a?' },
    })
  })
})

const NESTED = `
  - name: checks
    type: parallel
    max_concurrency: 2
    branches:
      - - name: lint
        - name: style
      - name: slow
        stages:
          - name: unit
            requires: lint
          - name: free
            requires: []
  - name: choose
    type: condition
    if: stages["checks.lint"].outputs.ok
    requires: checks
    then: [{ name: yes }]
    else: [{ name: no }]
  - name: last
    requires: [checks.lint, choose]
`

describe('containers', () => {
  test('ids are paths without the branch, and a parent is the branch', () => {
    const places = stages(NESTED).nodes.map(({ id, parent }) => `${id} in ${parent}`)
    expect(places).toEqual([
      'checks in null',
      'checks.0 in checks',
      'checks.lint in checks.0',
      'checks.style in checks.0',
      'checks.1 in checks',
      'checks.unit in checks.1',
      'checks.free in checks.1',
      'choose in null',
      'choose.then in choose',
      'choose.yes in choose.then',
      'choose.else in choose',
      'choose.no in choose.else',
      'last in null',
    ])
  })

  test('stages of a branch run in sequence unless they say otherwise', () => {
    const graph = stages(NESTED)
    expect(node(graph, 'checks.style').requires).toEqual(['checks.lint'])
    expect(node(graph, 'checks.unit').requires).toEqual(['checks.lint'])
    expect(node(graph, 'checks.free').requires).toEqual([])
    expect(node(graph, 'last').requires).toEqual(['checks.lint', 'choose'])
  })

  test('a parallel knows its branches, a condition its two', () => {
    const graph = stages(NESTED)
    expect(node(graph, 'checks')).toMatchObject({
      children: ['checks.0', 'checks.1'],
      maxConcurrency: 2,
      failFast: true,
    })
    expect(node(graph, 'checks.1')).toMatchObject({ name: 'slow', children: ['checks.unit', 'checks.free'] })
    expect(node(graph, 'choose')).toMatchObject({
      then: 'choose.then',
      else: 'choose.else',
      if: { source: 'stages["checks.lint"].outputs.ok', reads: ['checks.lint'] },
    })
  })
})

const FOREACH = `
  - name: scan
    type: parallel
    foreach: inputs.list
    stages:
      - name: audit
        config: { inputs: { message: "audit \${{ item }}", facts: { target: "\${{ item }}" } } }
      - name: inner
        type: parallel
        foreach: '["x", item]'
        stages:
          - name: deep
            requires: [audit]
            when: stages.audit.outputs.n > 1 && item != "x"
      - name: report
        when: stages['inner'].status == "succeeded"
`

describe('foreach', () => {
  test('runs its body once for each element, each with its item', () => {
    const graph = stages(FOREACH)
    expect(node(graph, 'scan.1')).toMatchObject({ type: 'branch', item: 'b', parent: 'scan' })
    expect(node(graph, 'scan.1.inner.0')).toMatchObject({ item: 'x' })
    expect(node(graph, 'scan.1.inner.1')).toMatchObject({ item: 'b' })
  })

  test('names mean the stages of the same instance', () => {
    const graph = stages(FOREACH)
    expect(node(graph, 'scan.1.report').requires).toEqual(['scan.1.inner'])
    expect(node(graph, 'scan.1.report').when).toEqual({
      source: 'stages["scan.1.inner"].status == "succeeded"',
      reads: ['scan.1.inner'],
    })
    expect(node(graph, 'scan.0.inner.1.deep')).toMatchObject({
      requires: ['scan.0.audit'],
      when: { source: 'stages["scan.0.audit"].outputs.n > 1 && item != "x"', reads: ['scan.0.audit'] },
    })
  })

  test('a text waits for the stage, what is inside an object is known at once', () => {
    expect(agent(stages(FOREACH), 'scan.1.audit').inputs).toEqual({
      message: { text: { source: 'audit ${{ item }}', reads: [] } },
      facts: { value: { target: 'b' } },
    })
  })

  test('over nothing has no branches', () => {
    const text = `name: p\ninputs: { list: { type: list } }\nstages:${FOREACH}`
    expect(graphOf(text, { list: [] }).nodes).toMatchObject([{ id: 'scan', children: [] }])
  })

  test.each([['inputs.n'], ['{"a": 1}'], ['"abc"']])(
    'over %s, which is no list, refuses the run',
    (source) => {
      const parsed = pipeline(
        JSON.stringify({
          name: 'p',
          inputs: { n: { type: 'integer', default: 3 } },
          stages: [{ name: 's', type: 'parallel', foreach: source, stages: [{ name: 'a' }] }],
        }),
      )
      expect(() => expand(parsed, { n: 3 }, TEMPLATES)).toThrow(
        expect.objectContaining({ code: 'MUSTER_INPUTS_INVALID' }),
      )
    },
  )

  test('nested, is refused beyond 100,000 stages', () => {
    const body = { name: 'b', type: 'parallel', foreach: 'inputs.list', stages: [{ name: 'a' }] }
    const parsed = pipeline(
      stagesText([{ name: 's', type: 'parallel', foreach: 'inputs.list', stages: [body] }]),
    )
    const list = Array.from({ length: 1_000 }, (_, index) => index)
    expect(() => expand(parsed, { list }, TEMPLATES)).toThrow(/more than 100000 stages/)
    expect(() => expand(parsed, { list: [...list, 1] }, TEMPLATES)).toThrow(/at most 1000 elements/)
  })
})

test('a stage may require one that is written after it', () => {
  const graph = stages('  - { name: a, requires: c }\n  - { name: b }\n  - { name: c, requires: b }\n')
  expect(graph.nodes.map(({ id }) => id)).toEqual(['b', 'c', 'a'])
})

/** Stages with random nesting; each requires earlier ones of its own list. */
const stagesArbitrary = fc.letrec<{ list: Json[]; stage: Record<string, Json> }>((tie) => ({
  list: fc
    .array(fc.tuple(tie('stage'), fc.array(fc.nat(20), { maxLength: 3 }), fc.boolean()), {
      minLength: 1,
      maxLength: 5,
    })
    .map((entries) =>
      entries.map(([stage, requires, says], index) => {
        const names = [...new Set(requires.filter((one) => one < index).map((one) => `s${one}`))]
        return { name: `s${index}`, ...stage, ...(says ? { requires: names } : {}) }
      }),
    ),
  stage: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant({}),
    fc.constant({ type: 'gate' }),
    fc.record({ type: fc.constant('condition'), if: fc.constant('true'), then: tie('list') }),
    fc.record({ type: fc.constant('parallel'), foreach: fc.constant('inputs.list'), stages: tie('list') }),
    tie('list').map((stages) => ({ type: 'parallel', branches: [stages] })),
  ),
}))

describe('whatever the pipeline', () => {
  const graphs = stagesArbitrary.list.map((stages) => graphOf(stagesText(stages)))

  test('ids are unique, and every id that a node names is one', () => {
    fc.assert(
      fc.property(graphs, ({ nodes }) => {
        const ids = new Set(nodes.map(({ id }) => id))
        expect(ids.size).toBe(nodes.length)
        for (const one of nodes) {
          const named = [...one.requires, ...(isContainer(one) ? one.children : []), one.parent ?? one.id]
          expect(named.filter((id) => !ids.has(id))).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  test('each node comes after its parent and its requirements', () => {
    fc.assert(
      fc.property(graphs, ({ nodes }) => {
        const seen = new Set<string>()
        for (const { id, parent, requires } of nodes) {
          expect([...(parent === null ? [] : [parent]), ...requires].filter((one) => !seen.has(one))).toEqual(
            [],
          )
          seen.add(id)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('parents name exactly their children', () => {
    fc.assert(
      fc.property(graphs, ({ nodes }) => {
        for (const one of nodes.filter(isContainer)) {
          const children = nodes.filter(({ parent }) => parent === one.id).map(({ id }) => id)
          expect(children.toSorted()).toEqual([...one.children].toSorted())
        }
      }),
      { numRuns: 100 },
    )
  })

  test('a graph survives JSON unchanged', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(JSON.parse(JSON.stringify(graph.nodes))).toEqual(graph.nodes)
      }),
      { numRuns: 50 },
    )
  })
})
