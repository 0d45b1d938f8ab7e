import { expect, test } from 'vitest'
import { agentOf, judgeResume, type Outcome, type OutcomeMessage, resumePoints } from '../src/index.ts'
import { agent, graph } from './support/graphs.ts'
import { ANN, failure, World } from './support/world.ts'

/** A success, or what else is given, with a checkpoint of its own. */
function kept({ stage, phase, fence }: OutcomeMessage, outcome?: Outcome): Outcome {
  const record = phase === 'PLAN' ? { planDigest: `plan ${fence}` } : {}
  return { ...(outcome ?? { kind: 'succeeded', record }), checkpoint: `${stage} ${phase} ${fence}` }
}

const TWO = graph([agent('a'), agent('b', { requires: ['a'] })])

function pointsOf(world: World, stage: string) {
  return resumePoints('run', world.state.graph, world.entries).get(stage)
}

function resume(world: World, stage: string, phase: 'PREFLIGHT' | 'PLAN' | 'EXECUTE'): World {
  const point = pointsOf(world, stage)?.get(phase)
  if (point === undefined) throw new Error(`no point ${stage}/${phase}`)
  return world.cause({ kind: 'run.resumed', by: ANN, stage, point })
}

test('a stage goes on after the phase of its checkpoint, with its plan, and what required it walks again', () => {
  const world = new World(TWO).submit().run(kept)
  const before = world.dispatched.length
  resume(world, 'a', 'PLAN')
  const { checkpoint, planDigest, brief } = agentOf(world.state, 'a')
  expect([checkpoint, planDigest, brief]).toEqual(['a PLAN 3', 'plan 3', 'sha256:b'])
  expect(world.status('b')).toBe('pending')
  world.run(kept)
  const again = world.dispatched
    .slice(before)
    .map(({ stage, phase, attempt }) => `${stage} ${phase} ${attempt}`)
  expect(again.slice(0, 6)).toEqual([
    'a EXECUTE 2',
    'a VERIFY 2',
    'a PACKAGE 2',
    'a REPORT 2',
    'a EXIT 2',
    'b BOOTSTRAP 2',
  ])
  expect(world.state.progress.status).toBe('succeeded')
})

test('what else did not succeed starts anew, and what succeeded beside it stays', () => {
  const world = new World(graph([agent('a'), agent('b'), agent('c')])).submit()
  world.run((message) =>
    kept(message, message.stage === 'b' && message.phase === 'EXECUTE' ? failure(false) : undefined),
  )
  const before = world.dispatched.length
  resume(world, 'a', 'EXECUTE').run(kept)
  const first = new Map(
    world.dispatched
      .slice(before)
      .toReversed()
      .map(({ stage, phase }) => [stage, phase]),
  )
  expect([...first].sort()).toEqual([
    ['a', 'VERIFY'],
    ['b', 'BOOTSTRAP'],
  ])
  expect(world.state.progress.status).toBe('succeeded')
})

test('an attempt that failed is no place to go on from, and neither is a closing phase', () => {
  const world = new World(TWO).submit()
  world.run((message) => kept(message, message.phase === 'EXECUTE' ? failure(false) : undefined))
  expect([...(pointsOf(world, 'a')?.keys() ?? [])]).toEqual(['BOOTSTRAP', 'PREFLIGHT', 'PLAN'])
})

test('a phase that succeeded again overtakes the later ones of the walk before', () => {
  const retries = { max: 0, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } as const
  const world = new World(graph([agent('a', { retries })])).submit().run(kept)
  resume(world, 'a', 'PREFLIGHT').run((message) =>
    kept(message, message.phase === 'EXECUTE' ? failure(false) : undefined),
  )
  expect(
    [...(pointsOf(world, 'a') ?? [])].map(([phase, { checkpoint }]) => `${phase}: ${checkpoint}`),
  ).toEqual(['BOOTSTRAP: a BOOTSTRAP 1', 'PREFLIGHT: a PREFLIGHT 2', 'PLAN: a PLAN 9'])
})

test('a run at work, a revoked one, and a stage whose requirements start anew cannot be resumed', () => {
  const world = new World(TWO).submit()
  expect(judgeResume(world.state, 'a')).toBe('the run is still at work')
  world.run((message) =>
    kept(message, message.stage === 'a' && message.phase === 'EXECUTE' ? failure(false) : undefined),
  )
  expect(judgeResume(world.state, 'a')).toBeNull()
  expect(judgeResume(world.state, 'b')).toMatch(/^what it requires starts anew/)
  const revoked = new World(TWO).submit()
  revoked.cause({ kind: 'run.stopping', status: 'revoked', by: ANN, reason: 'test' })
  expect(judgeResume(revoked.state, 'a')).toBe('the run was revoked')
})

test('an outcome without a checkpoint leaves the one before', () => {
  const world = new World(TWO).submit()
  world.run((message) => (message.phase === 'PREFLIGHT' ? { kind: 'succeeded', record: {} } : kept(message)))
  expect([...(pointsOf(world, 'a')?.keys() ?? [])]).toEqual(['BOOTSTRAP', 'PLAN', 'EXECUTE', 'VERIFY'])
})
