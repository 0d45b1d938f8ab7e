import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  attemptsBecause,
  budgetOf,
  counterOf,
  createState,
  type Fact,
  fold,
  foldEntries,
  type Graph,
  isClosingPhase,
  isEnded,
  judgeResume,
  judgeRetry,
  nextPhase,
  type ResumePoint,
  resumePoints,
  spentBecause,
  stageOf,
  startAgain,
  type WorkPhase,
} from '../src/index.ts'
import { arbitraryGraph } from './support/arbitrary-graph.ts'
import { lived, retried, walk } from './support/lived.ts'
import { ANN, type World } from './support/world.ts'

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

/** What must come first when a stage is resumed. */
type Due =
  | { readonly kind: 'on'; readonly phase: WorkPhase | null }
  /** A budget outlives a resume: one that is spent is clarified before anything is planned, executed or tried again. */
  | { readonly kind: 'clarified'; readonly number: number }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'void' }

function dueOf(world: World, stage: string, point: ResumePoint): Due {
  const node = world.state.nodes.get(stage)
  if (node?.type !== 'agent') throw new Error('no agent')
  const phase = nextPhase(point.phase)
  const { spent, voided, clarification } = budgetOf(world.state, stage)
  const acts = phase === 'EXECUTE' || phase === 'VERIFY'
  if (acts && point.planDigest !== null && voided.includes(point.planDigest)) return { kind: 'void' }
  const plans = phase === 'PLAN' || phase === 'EXECUTE'
  const isOver = plans && spentBecause(node.errorBudget, spent) !== null
  const isTried = (plans || acts) && attemptsBecause(node.errorBudget, spent, phase) !== null
  if (!isOver && !isTried) return { kind: 'on', phase }
  const number = (clarification?.number ?? 0) + 1
  return number > (node.errorBudget?.clarifications ?? 0)
    ? { kind: 'revoked' }
    : { kind: 'clarified', number }
}

/** Whether a stage was being stopped when a fact was decided. */
function isStopped(world: World, stage: string, decided: Fact | undefined): boolean {
  const state = createState('run', world.state.graph)
  for (const { at, cause, effects } of world.entries)
    for (const fact of [cause, ...effects]) {
      if (fact === decided) return state.stopping.has(stage)
      fold(state, fact, at)
    }
  throw new Error('it was never decided')
}

test('a run started again from any stage ends, runs that stage and all that depends on it anew, and nothing that it stands on', () => {
  let succeeded = 0
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (graph, seed) => {
      const { world, next } = lived(graph, seed)
      for (let turn = 0; turn < 2; turn += 1) {
        const from = graph.nodes[next(graph.nodes.length)]?.id ?? ''
        if (judgeRetry(world.state, from) !== null) continue
        const before = new Map(world.state.stages)
        const statusOf = (id: string) => before.get(id)?.status ?? 'pending'
        if (statusOf(from) === 'succeeded') succeeded += 1
        const plain = startAgain(graph, statusOf, {}).again
        const { again } = startAgain(graph, statusOf, { from })
        for (const { id, type, requires } of graph.nodes) {
          const depends = above(graph, id).has(from) || requires.some((one) => again.has(one))
          if (type !== 'agent' || statusOf(id) !== 'revoked')
            expect([id, again.has(id) || !depends]).toEqual([id, true])
        }
        for (const id of standsOn(graph, from))
          if (statusOf(id) === 'succeeded') expect([id, again.has(id)]).toEqual([id, plain.has(id)])

        const written = world.entries.length
        world.cause({ kind: 'run.retried', by: ANN, from })
        walk(world, next)
        const moved = world.entries
          .slice(written)
          .flatMap(({ cause, effects }) => [cause, ...effects])
          .flatMap((fact) => ('stage' in fact ? [fact.stage] : []))
        expect(moved.filter((id) => !again.has(id))).toEqual([])
        for (const [id, stage] of before)
          if (!again.has(id)) expect(world.state.stages.get(id)).toEqual(stage)
      }
      const fences = new Map<string, number>()
      for (const { stage, fence } of world.dispatched) {
        expect(fence).toBe((fences.get(stage) ?? 0) + 1)
        fences.set(stage, fence)
      }
      const folded = foldEntries('run', graph, JSON.parse(JSON.stringify(world.entries)))
      expect([...folded.stages]).toEqual([...world.state.stages])
      expect([...folded.gates]).toEqual([...world.state.gates])
    }),
    { numRuns: RUNS },
  )
  expect(succeeded).toBeGreaterThan(RUNS / 20)
})

/** What a stage is inside of, itself included. */
function above(graph: Graph, id: string): ReadonlySet<string> {
  const parent = graph.nodes.find((node) => node.id === id)?.parent ?? null
  return new Set([id, ...(parent === null ? [] : above(graph, parent))])
}

/** What must have ended before a stage, or what holds it, could start. */
function standsOn(graph: Graph, id: string): ReadonlySet<string> {
  const required = graph.nodes
    .filter((node) => above(graph, id).has(node.id))
    .flatMap(({ requires }) => requires)
  return new Set(required.flatMap((one) => [one, ...standsOn(graph, one)]))
}

test('a run resumed from any checkpoint ends, goes on with the phase after it as a new attempt, and its fences only grow', () => {
  /** How often each was due. */
  const resumed = new Map<Due['kind'], number>()
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
        const due = dueOf(world, stage, point)
        const [dispatched, written] = [world.dispatched.length, world.entries.length]
        world.cause({ kind: 'run.resumed', by: ANN, stage, point })
        walk(world, next)
        const [first] = world.dispatched.slice(dispatched).filter((one) => one.stage === stage)
        const facts = world.entries
          .slice(written)
          .flatMap(({ cause, effects }) => [cause, ...effects])
          .filter((fact) => 'stage' in fact && fact.stage === stage)
        const started = facts.findIndex(({ kind }) => kind === 'stage.started')
        const then = facts[started + 1]
        // It may be stopped before it comes to it, as it waits for a place or as it starts.
        if (started === -1 || then === undefined) continue
        // What leaves evidence is not held back by a stop.
        const closes = due.kind === 'on' && due.phase !== null && isClosingPhase(due.phase)
        if (isStopped(world, stage, then) && !(closes && then.kind === 'attempt.dispatched')) {
          expect(then.kind).toMatch(/^stage\.(ending|finished)$/)
          expect(['PACKAGE', undefined]).toContain(first?.phase)
          continue
        }
        resumed.set(due.kind, (resumed.get(due.kind) ?? 0) + 1)
        switch (due.kind) {
          case 'on':
            expect(then).toMatchObject({ kind: 'attempt.dispatched', phase: due.phase, attempt: attempt + 1 })
            expect(first).toMatchObject({ phase: due.phase, attempt: attempt + 1, fence: fence + 1 })
            break
          case 'clarified':
            expect(then).toMatchObject({ kind: 'plan.clarified', clarification: { number: due.number } })
            // In the same beat another branch may fail, and stop it.
            if (first?.phase === 'PLAN')
              expect(first).toMatchObject({ attempt: attempt + 2, fence: fence + 1 })
            else expect(isStopped(world, stage, facts[started + 2])).toBe(true)
            break
          case 'void':
            expect(then).toMatchObject({ kind: 'stage.ending', status: 'failed' })
            expect(first).toMatchObject({ phase: 'PACKAGE', attempt: attempt + 1, fence: fence + 1 })
            break
          case 'revoked':
            expect(then).toMatchObject({ kind: 'stage.finished', status: 'revoked' })
            expect(first).toBeUndefined()
        }
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
  expect(resumed.get('on')).toBeGreaterThan(RUNS / 5)
  expect([...resumed.keys()].length).toBeGreaterThan(1)
})
