import { expect, test } from 'vitest'
import {
  belowRoot,
  declaredEffect,
  digestOf,
  type EffectAsk,
  effectsOf,
  foldEntries,
  reachOf,
  type Tier,
} from '../src/index.ts'
import { askOf, DELETE, effectGraph, POST, READ, WRITE, worldAt } from './support/effects.ts'
import { ANN, failure, OK, PLANNER, type World } from './support/world.ts'

function executing(): World {
  return worldAt('EXECUTE', [WRITE, READ, POST], effectGraph())
}

const standings = (world: World) => effectsOf(world.state, 'a').map(({ standing }) => standing.status)
const code = (world: World, more: Partial<EffectAsk>) => {
  const judgement = world.ask(askOf(world, more))
  return judgement.kind === 'denied' ? judgement.code : judgement.kind
}

test('an effect that the template declares and the plan names is intended, then ends once', () => {
  const world = executing()
  const ask = askOf(world)
  expect(world.ask(ask)).toEqual({ kind: 'intended', effect: 1 })
  expect(world.report(ask, 'done')).toBe('accepted')
  expect(world.report(ask, 'done')).toBe('duplicate')
  expect(standings(world)).toEqual(['done'])
})

test.each([
  ['a verb that no declaration has', { verb: 'dns.write' }, 'undeclared'],
  ['a path outside of every root', { target: '/etc/passwd' }, 'undeclared'],
  ['a path that climbs out of its root', { target: '/srv/../etc/passwd' }, 'undeclared'],
  ['a host that is not named', { ...READ, target: 'GET https://b.example/' }, 'undeclared'],
  ['a port that is not named', { ...READ, target: 'GET https://a.example:8443/' }, 'undeclared'],
  ['a user in a URL', { ...READ, target: 'GET https://a.example@b.example/' }, 'undeclared'],
  ['a target that the plan lacks', { target: '/srv/b' }, 'plan'],
  ['an older fence', { fence: 1 }, 'stale'],
  ['a fence to come', { fence: 99 }, 'stale'],
  ['another phase than the one at work', { phase: 'VERIFY' }, 'stale'],
] as const)('%s is denied, and the denial recorded', (_, more, expected) => {
  const world = executing()
  expect(code(world, more)).toBe(expected)
  expect(standings(world)).toEqual(['denied'])
})

test.each<[Tier, readonly [read: string, reversible: string, irreversible: string]]>([
  [0, ['intended', 'tier', 'tier']],
  [1, ['intended', 'tier', 'tier']],
  [2, ['intended', 'intended', 'tier']],
  [3, ['intended', 'intended', 'intended']],
  [4, ['tier', 'tier', 'tier']],
])('at T%i to read, to change what can be changed back, and to change for good are %j', (tier, expected) => {
  const codes = [READ, WRITE, DELETE].map((effect) =>
    code(worldAt('EXECUTE', [effect], effectGraph({ tier })), effect),
  )
  expect(codes).toEqual(expected)
})

test('what a template calls irreversible needs T3, whatever its verb', () => {
  const [write] = Object.values(effectGraph().templates)[0]?.effects ?? []
  if (write?.verb !== 'file.write') throw new Error('no declaration')
  expect(reachOf(write, WRITE.verb, WRITE.target)).toBe('reversible')
  expect(reachOf({ ...write, irreversible: true }, WRITE.verb, WRITE.target)).toBe('irreversible')
})

test('parameters that the plan states are those that the effect has; where it states none, any will do', () => {
  const parameters = { content: 'a', mode: 420 }
  const same = digestOf({ mode: 420, content: 'a' })
  const bound = () => worldAt('EXECUTE', [{ ...WRITE, parameters }], effectGraph())
  expect(code(bound(), { digest: same })).toBe('intended')
  expect(code(bound(), { digest: digestOf({ ...parameters, content: 'b' }) })).toBe('plan')
  expect(code(bound(), { digest: digestOf({}) })).toBe('plan')
  const free = worldAt('EXECUTE', [{ ...WRITE, parameters }, WRITE], effectGraph())
  expect(code(free, { digest: digestOf({}) })).toBe('intended')
  const none = worldAt('EXECUTE', [{ ...WRITE, parameters: {} }], effectGraph())
  expect(code(none, { digest: same })).toBe('plan')
})

test('PLAN may read what is declared before there is a plan, and change nothing', () => {
  const world = worldAt('PLAN', [], effectGraph())
  expect(code(world, { id: 'r', key: 'r', ...READ })).toBe('intended')
  expect(code(world, { id: 'w', key: 'w', ...WRITE })).toBe('phase')
})

test('VERIFY may read what the plan names, and change nothing', () => {
  const world = worldAt('VERIFY', [WRITE, READ], effectGraph())
  expect(code(world, { id: 'r', key: 'r', ...READ })).toBe('intended')
  expect(code(world, { id: 'w', key: 'w', ...WRITE })).toBe('phase')
  expect(code(worldAt('VERIFY', [WRITE], effectGraph()), READ)).toBe('plan')
})

test('a key that was done is answered from the record, and one that failed may be tried again', () => {
  const world = executing()
  const first = askOf(world, { id: '1' })
  world.ask(first)
  expect(code(world, { id: '2' })).toBe('busy')
  world.report(first, 'failed')
  const second = askOf(world, { id: '3' })
  expect(world.ask(second).kind).toBe('intended')
  world.report(second, 'done')
  expect(code(world, { id: '4' })).toBe('recorded')
  expect(code(world, { id: '5', digest: 'sha256:1' })).toBe('conflict')
})

test('a request that is told again is granted again, and recorded once', () => {
  const world = executing()
  const ask = askOf(world)
  world.ask(ask)
  expect(world.ask(ask)).toEqual({ kind: 'granted', effect: 1 })
  expect(standings(world)).toEqual(['intended'])
})

test('what a worker had under way when another took over is unknown, and T2 changes nothing until it is settled', () => {
  const world = executing()
  world.ask(askOf(world, { id: '1' }))
  expect(code(world, { id: '2', holder: 'h2' })).toBe('unknown')
  expect(code(world, { id: '3', holder: 'h2', key: 'other', ...POST })).toBe('unknown')
  expect(code(world, { id: '4', holder: 'h2', key: 'read', ...READ })).toBe('intended')
  expect(standings(world)).toEqual(['unknown', 'denied', 'denied', 'intended'])
})

test('an outcome of an effect that another worker took over is refused', () => {
  const world = executing()
  const ask = askOf(world, { id: '1' })
  world.ask(ask)
  world.ask(askOf(world, { id: '2', holder: 'h2' }))
  expect(world.report(ask, 'done')).toBe('refused')
  expect(standings(world)[0]).toBe('unknown')
})

test('below T2 what was being read when its worker was lost is read again', () => {
  const world = worldAt('EXECUTE', [READ], effectGraph({ tier: 1 }))
  world.ask(askOf(world, { id: '1', ...READ }))
  expect(code(world, { id: '2', holder: 'h2', ...READ })).toBe('intended')
})

test.each([OK, failure(true)])(
  'a stage with an unknown effect fails after EXECUTE, however that went',
  (outcome) => {
    const world = worldAt(
      'EXECUTE',
      [WRITE],
      effectGraph({ retries: { max: 5, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } }),
    )
    const ask = askOf(world)
    world.ask(ask)
    world.report(ask, 'unknown')
    world.run(({ phase }) => (phase === 'EXECUTE' ? outcome : OK))
    expect(world.status('a')).toBe('failed')
    expect(world.reason('a')).toMatch(/unknown whether effect 1, `file.write` on `\/srv\/a`, happened/)
    expect(world.dispatched.filter(({ phase }) => phase === 'EXECUTE')).toHaveLength(1)
  },
)

test.each([
  ['happened: its key is answered from the record', true, 'recorded'],
  ['did not happen: its key may be tried', false, 'intended'],
] as const)(
  'after a retry of the run, an effect of which a person said that it %s',
  (_, happened, expected) => {
    const world = executing()
    const ask = askOf(world)
    world.ask(ask)
    world.report(ask, 'unknown')
    world.run()
    world.cause({ kind: 'effect.settled', stage: 'a', effect: 1, happened, by: ANN, reason: null })
    world.cause({ kind: 'run.retried', by: ANN })
    const record = { plan: { actions: [{ ...WRITE }] }, planDigest: 'd' }
    for (let [open] = world.open(); open !== undefined && open.phase !== 'EXECUTE'; [open] = world.open())
      world.deliver({ ...open, outcome: open.phase === 'PLAN' ? { kind: 'succeeded', record } : OK })
    expect(code(world, { id: 'again' })).toBe(expected)
    world.run()
    if (happened) expect(world.status('a')).toBe('succeeded')
  },
)

test('once an agent is stopped or revoked nothing is granted, and of a revoked one nothing is recorded', () => {
  const revoked = executing()
  const ask = askOf(revoked, { id: '1' })
  revoked.ask(ask)
  revoked.cause({ kind: 'run.stopping', status: 'revoked', by: PLANNER, reason: 'x' })
  const entries = revoked.entries.length
  expect(code(revoked, { id: '2', key: 'k2' })).toBe('stopping')
  expect(revoked.report(ask, 'done')).toBe('duplicate')
  expect(revoked.entries).toHaveLength(entries)
  expect(standings(revoked)).toEqual(['unknown'])

  const cancelled = executing()
  const late = askOf(cancelled, { id: '1' })
  cancelled.cause({ kind: 'run.stopping', status: 'cancelled', by: PLANNER, reason: 'x' })
  expect(code(cancelled, late)).toBe('stopping')
})

test('the effects folded from the entries are those that were lived through', () => {
  const world = executing()
  const ask = askOf(world)
  world.ask(ask)
  world.report(ask, 'unknown')
  world.ask(askOf(world, { id: '2', key: '2' }))
  world.run()
  const again = foldEntries('run', world.state.graph, JSON.parse(JSON.stringify(world.entries)))
  expect([...again.effects]).toEqual([...world.state.effects])
})

test('a root holds what is below it, and nothing beside it', () => {
  expect(belowRoot('/srv/a/b', '/srv')).toBe('a/b')
  expect(belowRoot('/srv/a', '/srv/')).toBe('a')
  expect(belowRoot('/srvx/a', '/srv')).toBe(null)
  expect(belowRoot('/srv', '/srv')).toBe(null)
  expect(belowRoot('out/a', '.')).toBe('out/a')
  expect(belowRoot('/out/a', '.')).toBe(null)
  expect(belowRoot('/a', '/')).toBe('a')
})

test('a command is declared by its name, and not by what every object has', () => {
  const declarations = [
    { verb: 'command.run', commands: { deploy: ['true'] }, env: {}, timeoutMs: 1 },
  ] as const
  expect(declaredEffect(declarations, 'command.run', 'deploy').problem).toBe(null)
  expect(declaredEffect(declarations, 'command.run', 'toString').problem).toMatch(/does not declare/)
})
