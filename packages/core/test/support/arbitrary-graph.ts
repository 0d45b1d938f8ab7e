import fc from 'fast-check'
import type { ErrorBudget, Graph, GraphNode, RequiresResult } from '../../src/index.ts'
import { agent, branch, gate, graph, UNLIMITED } from './graphs.ts'

const arbitraryBudget: fc.Arbitrary<ErrorBudget> = fc
  .record({
    errors: fc.option(fc.integer({ min: 1, max: 4 })),
    kinds: fc.constantFrom({}, { net: 1 }, { net: 3, X: 2 }),
    attempts: fc.constantFrom({}, { EXECUTE: 1 }, { PLAN: 2, VERIFY: 1 }, { PREFLIGHT: 1, EXECUTE: 2 }),
    tokens: fc.option(fc.integer({ min: 1, max: 60 })),
    outputBytes: fc.option(fc.integer({ min: 1, max: 60 })),
    clarifications: fc.nat(2),
  })
  .map((limits) => ({ ...UNLIMITED, ...limits }))

const when = { source: 'x', reads: [] }

interface Shape {
  readonly kind: 'agent' | 'gate' | 'parallel' | 'condition'
  readonly requires: readonly number[]
  readonly result: RequiresResult
  readonly guarded: boolean
  readonly width: number
  readonly retries: number
  readonly budget: ErrorBudget | null
  readonly failFast: boolean
  readonly concurrency: number
  readonly inner: readonly Shape[]
}

const shape = (depth: number): fc.Arbitrary<Shape> =>
  fc.record({
    kind:
      depth === 0
        ? fc.constantFrom('agent', 'gate')
        : fc.constantFrom('agent', 'agent', 'gate', 'parallel', 'condition'),
    requires: fc.array(fc.nat(20), { maxLength: 3 }),
    result: fc.constantFrom('succeeded', 'succeeded', 'finished', 'failed'),
    guarded: fc.boolean(),
    width: fc.integer({ min: 1, max: 3 }),
    retries: fc.nat(2),
    budget: fc.option(arbitraryBudget),
    failFast: fc.boolean(),
    concurrency: fc.integer({ min: 1, max: 3 }),
    inner:
      depth === 0
        ? fc.constant([])
        : fc.array(fc.oneof(shape(0), shape(depth - 1)), { minLength: 1, maxLength: 3 }),
  }) as fc.Arbitrary<Shape>

/** Lays shapes out as nodes of one list; each may require only what came before it in the same list. */
function lay(shapes: readonly Shape[], parent: string | null, prefix: string): GraphNode[] {
  const ids: string[] = []
  return shapes.flatMap((one, index) => {
    const id = `${prefix}s${index}`
    const requires = [
      ...new Set(
        one.requires.map((at) => ids[at % Math.max(1, ids.length)]).filter((at) => at !== undefined),
      ),
    ]
    ids.push(id)
    const common = {
      id,
      name: `s${index}`,
      parent,
      requires,
      requiresResult: one.result,
      when: one.guarded ? when : null,
    }
    if (one.kind === 'gate') return [gate(id, common)]
    if (one.kind === 'agent') {
      const retries = { max: one.retries, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } as const
      return [
        agent(id, {
          ...common,
          retries,
          errorBudget: one.budget,
        }),
      ]
    }
    const names =
      one.kind === 'parallel'
        ? Array.from({ length: one.width }, (_, at) => `${id}.${at}`)
        : [`${id}.then`, `${id}.else`]
    const inside = names.flatMap((name) => {
      const nodes = lay(one.inner, name, `${name}_`)
      return [
        branch(
          name,
          id,
          nodes.filter((node) => node.parent === name).map((node) => node.id),
        ),
        ...nodes,
      ]
    })
    const container: GraphNode =
      one.kind === 'parallel'
        ? {
            ...common,
            type: 'parallel',
            children: names,
            maxConcurrency: one.concurrency,
            failFast: one.failFast,
          }
        : { ...common, type: 'condition', if: when, children: names, then: `${id}.then`, else: `${id}.else` }
    return [container, ...inside]
  })
}

/** Graphs of every stage type, nested up to two deep, with requirements of every kind. */
export const arbitraryGraph: fc.Arbitrary<Graph> = fc
  .array(shape(2), { minLength: 1, maxLength: 6 })
  .map((shapes) => graph(lay(shapes, null, '')))
