import { describe, expect, test } from 'vitest'
import { AGENT_PHASES_ORDERED } from '../src/index.ts'
import { agent, branch, gate, graph, UNLIMITED } from './support/graphs.ts'
import { ANN, BOB, failure, OK, PLANNER, World } from './support/world.ts'

const base = { parent: null, requires: [], requiresResult: 'succeeded', when: null } as const
const when = { source: 'x', reads: [] }

describe('an agent', () => {
  test('walks the eight phases in order and succeeds', () => {
    const world = new World(graph([agent('a')])).submit().run()
    expect(world.dispatched.map(({ phase }) => phase)).toEqual(AGENT_PHASES_ORDERED)
    expect(world.dispatched.map(({ fence }) => fence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(world.status('a')).toBe('succeeded')
    expect(world.state.progress.status).toBe('succeeded')
  })

  test('that fails still packages, reports and exits', () => {
    const world = new World(graph([agent('a')]))
      .submit()
      .run(({ phase }) => (phase === 'EXECUTE' ? failure(true) : OK))
    expect(world.dispatched.map(({ phase }) => phase).slice(3)).toEqual([
      'EXECUTE',
      'PACKAGE',
      'REPORT',
      'EXIT',
    ])
    expect(world.status('a')).toBe('failed')
    expect(world.reason('a')).toBe('EXECUTE: It broke.')
  })

  test('is tried again after a failure, and succeeds at the second attempt', () => {
    const retries = { max: 2, backoff: 'exponential', delayMs: 100, maxDelayMs: 1_000 } as const
    const world = new World(graph([agent('a', { retries })])).submit()
    world.run(({ phase, attempt }) => (phase === 'EXECUTE' && attempt === 1 ? failure(true) : OK))
    expect(world.dispatched.filter(({ phase }) => phase === 'EXECUTE').map(({ attempt }) => attempt)).toEqual(
      [1, 2],
    )
    expect(world.status('a')).toBe('succeeded')
  })

  test('executes again when what it did does not verify', () => {
    const retries = { max: 1, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } as const
    const world = new World(graph([agent('a', { retries })])).submit()
    world.run(({ phase, attempt }) => (phase === 'VERIFY' && attempt === 1 ? failure(true) : OK))
    const phases = world.dispatched.map(({ phase, attempt }) => `${phase} ${attempt}`)
    expect(phases.slice(3, 7)).toEqual(['EXECUTE 1', 'VERIFY 1', 'EXECUTE 2', 'VERIFY 2'])
    expect(world.status('a')).toBe('succeeded')
  })

  test('is not tried again when the failure is terminal', () => {
    const retries = { max: 5, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 } as const
    const world = new World(graph([agent('a', { retries })])).submit()
    world.run(({ phase }) => (phase === 'PREFLIGHT' ? failure(false) : OK))
    expect(world.dispatched.map(({ phase }) => phase)).toEqual([
      'BOOTSTRAP',
      'PREFLIGHT',
      'PACKAGE',
      'REPORT',
      'EXIT',
    ])
  })

  test('that spends its error budget plans again, and is revoked when its clarifications are spent', () => {
    const world = new World(
      graph([agent('a', { errorBudget: { ...UNLIMITED, errors: 1, clarifications: 1 } })]),
    ).submit()
    world.run(({ phase }) => (phase === 'EXECUTE' ? failure(true) : OK))
    expect(world.dispatched.filter(({ phase }) => phase === 'PLAN')).toHaveLength(2)
    expect(world.status('a')).toBe('revoked')
    expect(world.state.progress.status).toBe('revoked')
  })

  test('goes on where it is kept warm, but not after a wait or when its job was lost', () => {
    const retries = { max: 1, backoff: 'fixed', delayMs: 100, maxDelayMs: 100 } as const
    const world = new World(graph([agent('a', { retries })])).submit()
    const step = (outcome = OK) => {
      for (const message of world.open()) world.deliver({ ...message, warm: true, outcome })
      const stage = world.state.stages.get('a')
      if (stage?.status !== 'running' || stage.kind !== 'agent') throw new Error('a is not at work')
      return stage.agent.step.kind === 'dispatched' ? stage.agent.step.home : 'nowhere'
    }
    expect([step(), step(), step(failure(true)), step()]).toEqual(['w', 'w', null, 'w'])
    world.cause({ kind: 'attempt.lost', stage: 'a', fence: world.state.counters.get('a')?.fence ?? 0 })
    expect(world.state.stages.get('a')).toMatchObject({ agent: { step: { home: null } } })
  })

  test('that outlives its timeout ends timed out, with evidence', () => {
    const world = new World(graph([agent('a')])).submit()
    for (let step = 0; step < 3; step += 1) for (const message of world.open()) world.deliver(message)
    world.cause({ kind: 'stage.timed_out', stage: 'a' }).run()
    expect(world.dispatched.map(({ phase }) => phase).slice(3)).toEqual([
      'EXECUTE',
      'PACKAGE',
      'REPORT',
      'EXIT',
    ])
    expect(world.status('a')).toBe('timed_out')
  })

  test('whose job was lost is dispatched again under a new fence, and the old one is refused', () => {
    const world = new World(graph([agent('a')])).submit()
    const [old] = world.open()
    world.cause({ kind: 'attempt.lost', stage: 'a', fence: 1 })
    expect(old && world.deliver(old)).toBe('refused')
    expect(world.open().map(({ phase, fence, attempt }) => [phase, fence, attempt])).toEqual([
      ['BOOTSTRAP', 2, 1],
    ])
  })
})

describe('requirements', () => {
  const failing = ({ stage, phase }: { stage: string; phase: string }) =>
    stage === 'a' && phase === 'EXECUTE' ? failure(false) : OK

  test('a failed requirement skips whoever requires success, and all behind it', () => {
    const nodes = [agent('a'), agent('b', { requires: ['a'] }), agent('c', { requires: ['b'] })]
    const world = new World(graph(nodes)).submit().run(failing)
    expect([world.status('b'), world.status('c')]).toEqual(['skipped', 'skipped'])
    expect(world.reason('b')).toBe('`a` ended failed')
    expect(world.state.progress.status).toBe('failed')
  })

  test('`finished` runs after a failure, `failed` only after one', () => {
    const nodes = [
      agent('a'),
      agent('b', { requires: ['a'], requiresResult: 'finished' }),
      agent('c', { requires: ['a'], requiresResult: 'failed' }),
    ]
    const bad = new World(graph(nodes)).submit().run(failing)
    expect([bad.status('b'), bad.status('c')]).toEqual(['succeeded', 'succeeded'])
    const good = new World(graph(nodes)).submit().run()
    expect([good.status('b'), good.status('c')]).toEqual(['succeeded', 'skipped'])
  })

  test('a diamond joins only when both sides ended', () => {
    const nodes = [
      agent('a'),
      agent('b', { requires: ['a'] }),
      agent('c', { requires: ['a'] }),
      agent('d', { requires: ['b', 'c'] }),
    ]
    const world = new World(graph(nodes)).submit()
    world.run()
    expect(world.state.progress.status).toBe('succeeded')
  })

  test('a stage whose `when` is false is skipped', () => {
    const world = new World(graph([agent('a', { when })]))
    world.answer = () => false
    world.submit()
    expect([world.status('a'), world.state.progress.status]).toEqual(['skipped', 'succeeded'])
  })
})

describe('containers', () => {
  const parallel = (more: object) => [
    {
      ...base,
      id: 'p',
      name: 'p',
      type: 'parallel' as const,
      children: ['p.0', 'p.1', 'p.2'],
      maxConcurrency: null,
      failFast: true,
      ...more,
    },
    ...[0, 1, 2].flatMap((index) => [
      branch(`p.${index}`, 'p', [`p.s${index}`]),
      agent(`p.s${index}`, { parent: `p.${index}` }),
    ]),
  ]

  test('a parallel runs no more branches at once than max_concurrency', () => {
    const world = new World(graph(parallel({ maxConcurrency: 2 }))).submit()
    expect(world.open().map(({ stage }) => stage)).toEqual(['p.s0', 'p.s1'])
    world.run()
    expect(world.status('p')).toBe('succeeded')
    expect(world.status('p.s2')).toBe('succeeded')
  })

  test('with fail_fast the first failed branch cancels the others', () => {
    const world = new World(graph(parallel({}))).submit()
    world.run(({ stage, phase }) => (stage === 'p.s0' && phase === 'BOOTSTRAP' ? failure(false) : OK))
    expect([world.status('p.s0'), world.status('p.s1'), world.status('p')]).toEqual([
      'failed',
      'cancelled',
      'failed',
    ])
  })

  test('without fail_fast the other branches go on', () => {
    const world = new World(graph(parallel({ failFast: false }))).submit()
    world.run(({ stage, phase }) => (stage === 'p.s0' && phase === 'BOOTSTRAP' ? failure(false) : OK))
    expect([world.status('p.s0'), world.status('p.s1'), world.status('p')]).toEqual([
      'failed',
      'succeeded',
      'failed',
    ])
  })

  test('a condition runs the branch it takes and skips the other, whole', () => {
    const nodes = [
      {
        ...base,
        id: 'c',
        name: 'c',
        type: 'condition' as const,
        if: when,
        children: ['c.then', 'c.else'],
        then: 'c.then',
        else: 'c.else',
      },
      branch('c.then', 'c', ['c.x']),
      agent('c.x', { parent: 'c.then' }),
      branch('c.else', 'c', ['c.y']),
      agent('c.y', { parent: 'c.else' }),
      agent('d', { requires: ['c'] }),
    ]
    const world = new World(graph(nodes))
    world.answer = () => false
    world.submit().run()
    expect([world.status('c.x'), world.status('c.y'), world.status('c'), world.status('d')]).toEqual([
      'skipped',
      'succeeded',
      'succeeded',
      'succeeded',
    ])
  })
})

describe('gates', () => {
  const vote = (decision: 'approve' | 'reject', voter = BOB) =>
    ({
      kind: 'gate.voted',
      stage: 'g',
      vote: { voter, as: voter.name, decision, comment: 'so be it' },
    }) as const

  test('an approval gate passes with one approval and fails with one rejection', () => {
    const nodes = [gate('g'), agent('a', { requires: ['g'] })]
    expect(new World(graph(nodes)).submit().cause(vote('approve')).run().status('a')).toBe('succeeded')
    const rejected = new World(graph(nodes)).submit().cause(vote('reject')).run()
    expect([rejected.status('g'), rejected.status('a'), rejected.state.progress.status]).toEqual([
      'failed',
      'skipped',
      'failed',
    ])
    expect(rejected.reason('g')).toBe('rejected by bob: so be it')
  })

  test('an expired gate rejects by default', () => {
    const world = new World(graph([gate('g')])).submit().cause({ kind: 'gate.expired', stage: 'g' })
    expect([world.status('g'), world.reason('g')]).toEqual(['failed', 'nobody decided in time'])
  })

  test('an expired gate escalates once to further approvers, then rejects', () => {
    const policy = { approvers: ['ann'], onTimeout: { do: 'escalate', approvers: ['bob'] } } as never
    const world = new World(graph([gate('g', { gate: policy })]))
      .submit()
      .cause({ kind: 'gate.expired', stage: 'g' })
    expect(world.state.gates.get('g')?.approvers).toEqual(['ann', 'bob'])
    expect(world.status('g')).toBe('waiting')
    world.cause({ kind: 'gate.expired', stage: 'g' })
    expect(world.status('g')).toBe('failed')
  })

  test('with --yes-to-gates a gate that its author may decide passes by his vote, and says why', () => {
    const world = new World(graph([gate('g', { gate: { allowAuthor: true } as never })])).submit(true)
    expect([world.status('g'), world.reason('g')]).toEqual([
      'succeeded',
      'approved by ann: a demonstration: --yes-to-gates',
    ])
    expect(world.state.gates.get('g')?.votes).toMatchObject([{ voter: ANN, decision: 'approve', yes: true }])
  })

  test('with --yes-to-gates a gate that its author may not decide, or that needs two people, waits all the same', () => {
    const people = gate('p', { gate: { allowAuthor: true, people: 2 } as never })
    const world = new World(graph([gate('g'), people])).submit(true)
    expect([world.status('g'), world.status('p')]).toEqual(['waiting', 'waiting'])
  })
})

describe('stopping and retrying', () => {
  const stop = { kind: 'run.stopping', status: 'cancelled', by: ANN, reason: 'enough' } as const

  test('a cancelled run kills what works, cancels what waits, and ends cancelled', () => {
    const world = new World(graph([agent('a'), agent('b', { requires: ['a'] }), gate('g')])).submit()
    world.cause(stop)
    expect([world.status('b'), world.status('g')]).toEqual(['cancelled', 'cancelled'])
    expect(world.open().map(({ phase }) => phase)).toEqual(['PACKAGE'])
    world.run()
    expect([world.status('a'), world.state.progress.status]).toEqual(['cancelled', 'cancelled'])
  })

  test('a revoked run ends at once, and nothing commits after it', () => {
    const world = new World(graph([agent('a')])).submit()
    const open = world.open()
    world.cause({ ...stop, status: 'revoked', by: PLANNER })
    expect(world.state.progress.status).toBe('revoked')
    for (const message of open) expect(world.deliver(message)).not.toBe('accepted')
  })

  test('revoking a run that is being cancelled ends it at once, inside containers too', () => {
    const nodes = [
      {
        ...base,
        id: 'p',
        name: 'p',
        type: 'parallel' as const,
        children: ['p.0'],
        maxConcurrency: null,
        failFast: true,
      },
      branch('p.0', 'p', ['p.s']),
      agent('p.s', { parent: 'p.0' }),
    ]
    const world = new World(graph(nodes)).submit().cause(stop)
    expect(world.open().map(({ phase }) => phase)).toEqual(['PACKAGE'])
    world.cause({ ...stop, status: 'revoked' })
    expect([world.status('p.s'), world.state.progress.status]).toEqual(['revoked', 'revoked'])
  })

  test('a retry repeats what failed and what required it, not what succeeded', () => {
    const nodes = [agent('a'), agent('b', { requires: ['a'] }), agent('c', { requires: ['b'] })]
    const world = new World(graph(nodes)).submit()
    world.run(({ stage, phase }) => (stage === 'b' && phase === 'EXECUTE' ? failure(false) : OK))
    world.cause({ kind: 'run.retried', by: ANN }).run()
    expect([world.status('b'), world.status('c'), world.state.progress.status]).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
    ])
    expect(world.dispatched.filter(({ stage }) => stage === 'a')).toHaveLength(8)
    const fences = world.dispatched.filter(({ stage }) => stage === 'b').map(({ fence }) => fence)
    expect(fences).toEqual([...fences].sort((one, other) => one - other))
    expect(new Set(fences).size).toBe(fences.length)
  })
})
