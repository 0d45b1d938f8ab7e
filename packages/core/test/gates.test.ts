import { describe, expect, test } from 'vitest'
import {
  type Actor,
  type AgentNode,
  COOLING_OFF_MS,
  type Decision,
  type Fact,
  foldEntries,
  type GatePolicy,
  judgeVote,
  type Outcome,
  type Tier,
} from '../src/index.ts'
import { agent, gate, graph } from './support/graphs.ts'
import { ANN, BOB, CAT, DAN, OK, World } from './support/world.ts'

const rule = (more: Partial<GatePolicy>) => ({ gate: more as GatePolicy })
const open: GatePolicy = {
  type: 'approval',
  approvers: [],
  quorum: 'any',
  timeoutMs: 60_000,
  onTimeout: { do: 'reject' },
  allowAuthor: false,
  message: null,
}

/** Votes as a planner would: what is refused is recorded. Answers the code of the refusal, or null. */
function vote(
  world: World,
  stage: string,
  voter: Actor,
  decision: Decision,
  more: { comment?: string; to?: string; seen?: string; misfit?: string } = {},
): string | null {
  const { comment = null, misfit = null, ...rest } = more
  const judgement = judgeVote(world.state, stage, { voter, decision, comment, ...rest }, misfit)
  if (judgement.kind === 'accepted') {
    world.cause(judgement.fact)
    return null
  }
  world.cause({ kind: 'gate.refused', stage, voter, decision, because: judgement.code })
  return judgement.code
}

/** Plans that differ by what is counted. */
function planner(): (message: { readonly phase: string }) => Outcome {
  let plans = 0
  return ({ phase }) => {
    if (phase !== 'PLAN') return OK
    plans += 1
    const actions = Array.from({ length: plans }, (_, index) => ({
      verb: 'file.write',
      target: `/f${index}`,
    }))
    return { kind: 'succeeded', record: { plan: { actions }, planDigest: `plan-${plans}` } }
  }
}

function planned(tier: Tier, more: Partial<AgentNode> = {}): World {
  return new World(graph([agent('a', { tier, ...more })])).submit().run(planner())
}

const kinds = (world: World) =>
  world.entries.flatMap(({ cause, effects }) => [cause, ...effects].map(({ kind }) => kind))
const phases = (world: World) => world.dispatched.map(({ phase }) => phase)

describe('the plan of an agent', () => {
  test.each([0, 1] as const)('at tier %i needs no approval', (tier) => {
    expect(planned(tier).status('a')).toBe('succeeded')
  })

  test('at tier 2 waits after PLAN without an attempt, and one approval of this very plan lets it execute', () => {
    const world = planned(2)
    expect([world.status('a'), world.open().length]).toEqual(['waiting', 0])
    expect(world.state.gates.get('a')).toMatchObject({ plan: 'plan-1', round: 1 })
    expect(vote(world, 'a', CAT, 'approve')).toBeNull()
    world.run()
    expect(world.status('a')).toBe('succeeded')
  })

  test('at tier 3 needs two different people, whoever they speak for', () => {
    const world = planned(3)
    vote(world, 'a', CAT, 'approve')
    expect(world.status('a')).toBe('waiting')
    expect(vote(world, 'a', { ...DAN, via: 'cat' }, 'approve')).toBe('MUSTER_GATE_VOTED')
    expect(vote(world, 'a', CAT, 'approve')).toBe('MUSTER_GATE_VOTED')
    vote(world, 'a', DAN, 'approve')
    expect(world.status('a')).toBe('running')
  })

  test('at tier 4 waits out its delay after the quorum, in which anyone who may decide may still reject', () => {
    const approved = () => {
      const world = planned(4)
      for (const name of ['cat', 'dan', 'eve']) vote(world, 'a', { ...CAT, name }, 'approve')
      expect(world.state.gates.get('a')?.heldUntil).toBe(world.now + COOLING_OFF_MS)
      expect(world.status('a')).toBe('waiting')
      return world
    }
    const world = approved()
    world.now += COOLING_OFF_MS
    world.cause({ kind: 'gate.ripened', stage: 'a' }).run()
    expect(world.status('a')).toBe('succeeded')
    const rejected = approved()
    vote(rejected, 'a', { ...CAT, name: 'fay' }, 'reject')
    rejected.run()
    expect(rejected.status('a')).toBe('failed')
  })

  test('that is rejected is never executed, and its agent leaves its evidence', () => {
    const world = planned(2)
    vote(world, 'a', CAT, 'reject', { comment: 'no' })
    world.run()
    expect([world.status('a'), world.reason('a')]).toEqual([
      'failed',
      'its plan was rejected: rejected by cat: no',
    ])
    expect(phases(world)).toEqual(['BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'PACKAGE', 'REPORT', 'EXIT'])
  })

  test('that nobody approves in time is rejected', () => {
    const world = planned(2)
    world.cause({ kind: 'gate.expired', stage: 'a' }).run()
    expect([world.status('a'), world.state.gates.get('a')?.decided?.verdict]).toEqual(['failed', 'expired'])
  })

  test('that is sent back is void; the agent plans anew with the comment, is charged nothing, and is asked for again', () => {
    const world = new World(graph([agent('a', { tier: 2 })])).submit()
    const plan = planner()
    world.run(plan)
    expect(vote(world, 'a', CAT, 'send-back')).toBe('MUSTER_GATE_COMMENT')
    vote(world, 'a', CAT, 'send-back', { comment: 'leave /f0 alone' })
    expect(phases(world).at(-1)).toBe('PLAN')
    expect(world.state.budgets.get('a')).toMatchObject({
      spent: { errors: 0 },
      voided: ['plan-1'],
      clarification: {
        number: 0,
        voids: 'plan-1',
        review: { comments: [{ by: 'cat', comment: 'leave /f0 alone' }] },
      },
    })
    world.run(plan)
    expect(world.state.gates.get('a')).toMatchObject({
      round: 2,
      votes: [],
      plan: 'plan-2',
      changed: ['plan: 1 action added'],
    })
    vote(world, 'a', CAT, 'approve')
    world.run()
    expect(world.status('a')).toBe('succeeded')
  })

  test('is sent back only so often', () => {
    const world = new World(
      graph([agent('a', { tier: 2, approval: { ...open, approvers: ['cat'], sendBacks: 1 } })]),
    )
    const plan = planner()
    world.submit().run(plan)
    vote(world, 'a', CAT, 'send-back', { comment: 'again' })
    world.run(plan)
    expect(vote(world, 'a', CAT, 'send-back', { comment: 'again' })).toBe('MUSTER_GATE_SEND_BACK')
    expect(world.status('a')).toBe('waiting')
  })

  test('that waited keeps the clock of its stage still', () => {
    const world = planned(2)
    const before = world.state.stages.get('a')
    const deadline = before?.status === 'waiting' ? before.agent?.deadline : null
    world.now += 5_000_000
    vote(world, 'a', CAT, 'approve')
    const after = world.state.stages.get('a')
    expect(after?.status === 'running' && after.kind === 'agent' && after.agent.deadline).toBe(
      (deadline ?? 0) + 5_000_000,
    )
  })

  test('that was clarified is asked for again, and approvals of the one before are void', () => {
    const budget = {
      errors: 1,
      kinds: {},
      attempts: {},
      wallMs: null,
      outputBytes: null,
      tokens: null,
      cost: null,
      clarifications: 1,
    }
    const world = new World(
      graph([
        agent('a', {
          tier: 2,
          errorBudget: budget,
          retries: { max: 3, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 },
        }),
      ]),
    )
    const plan = planner()
    world.submit().run(plan)
    vote(world, 'a', CAT, 'approve')
    world.run((message) =>
      message.phase === 'EXECUTE'
        ? {
            kind: 'failed',
            retryable: true,
            record: {},
            fault: { code: 'X', message: 'It broke.', hint: null },
          }
        : plan(message),
    )
    expect([world.status('a'), world.state.gates.get('a')?.round, world.state.gates.get('a')?.votes]).toEqual(
      ['waiting', 2, []],
    )
  })

  test('that was approved stays so when the run is retried and the plan is the same', () => {
    const world = new World(graph([agent('a', { tier: 2 })])).submit()
    const same =
      (execute: Outcome) =>
      ({ phase }: { readonly phase: string }): Outcome =>
        phase === 'PLAN'
          ? { kind: 'succeeded', record: { plan: {}, planDigest: 'same' } }
          : phase === 'EXECUTE'
            ? execute
            : OK
    world.run(same(OK))
    vote(world, 'a', CAT, 'approve')
    world.run(
      same({
        kind: 'failed',
        retryable: false,
        record: {},
        fault: { code: 'X', message: 'It broke.', hint: null },
      }),
    )
    expect(world.status('a')).toBe('failed')
    world.cause({ kind: 'run.retried', by: ANN }).run(same(OK))
    expect([world.status('a'), world.state.gates.get('a')?.round]).toEqual(['succeeded', 1])
  })

  test('that was approved and carried out is asked for again when the run is started again from it', () => {
    const world = new World(graph([agent('a', { tier: 2 }), agent('b', { requires: ['a'] })])).submit()
    const same = ({ phase }: { readonly phase: string }): Outcome =>
      phase === 'PLAN' ? { kind: 'succeeded', record: { plan: {}, planDigest: 'same' } } : OK
    world.run(same)
    vote(world, 'a', CAT, 'approve')
    world.run(same)
    expect(world.state.progress.status).toBe('succeeded')
    world.cause({ kind: 'run.retried', by: ANN, from: 'b' }).run(same)
    expect([world.status('b'), world.state.gates.get('a')?.round]).toEqual(['succeeded', 1])
    world.cause({ kind: 'run.retried', by: ANN, from: 'a' }).run(same)
    const { round, votes } = world.state.gates.get('a') ?? {}
    expect([world.status('a'), world.status('b'), round, votes]).toEqual(['waiting', 'pending', 2, []])
  })

  test('of a stopped run is cancelled, and of a revoked one ends at once', () => {
    const stop = (status: 'cancelled' | 'revoked'): Fact => ({
      kind: 'run.stopping',
      status,
      by: ANN,
      reason: 'enough',
    })
    const cancelled = planned(2).cause(stop('cancelled')).run()
    expect([cancelled.status('a'), cancelled.state.gates.get('a')?.decided?.verdict]).toEqual([
      'cancelled',
      'cancelled',
    ])
    expect(phases(cancelled)).toContain('PACKAGE')
    const revoked = planned(2).cause(stop('revoked'))
    expect([revoked.status('a'), revoked.state.progress.status]).toEqual(['revoked', 'revoked'])
  })
})

describe('who may vote', () => {
  const at = (more: Partial<GatePolicy>) => new World(graph([gate('g', rule(more))])).submit()

  test('excludes the author, the planner, and whoever is not named', () => {
    const world = at({ approvers: ['bob', 'ann'] })
    expect(vote(world, 'g', ANN, 'approve')).toBe('MUSTER_GATE_AUTHOR')
    expect(vote(world, 'g', { kind: 'planner', name: 'bob', roles: [] }, 'approve')).toBe(
      'MUSTER_GATE_NOT_APPROVER',
    )
    expect(vote(world, 'g', DAN, 'approve')).toBe('MUSTER_GATE_NOT_APPROVER')
    expect(world.status('g')).toBe('waiting')
    expect(world.state.gates.get('g')?.votes).toEqual([])
    expect(world.entries.slice(-3).map(({ cause }) => cause.kind)).toEqual(Array(3).fill('gate.refused'))
  })

  test('excludes who published a template of the run, by who they are where a floor must hold, unless the gate says so', () => {
    const through = { ...BOB, name: 'bo', via: 'bob' }
    const of = (more: Partial<GatePolicy>, publishers: Readonly<Record<string, Actor>>) =>
      new World(graph([gate('g', rule(more))], { publishers })).submit()
    const world = of({ approvers: ['bob', 'cat'] }, { 'default@1.0.0': BOB })
    expect(vote(world, 'g', BOB, 'approve')).toBe('MUSTER_GATE_PUBLISHER')
    expect(vote(world, 'g', CAT, 'delegate', { to: 'bob' })).toBe('MUSTER_GATE_DELEGATE')
    expect(vote(world, 'g', CAT, 'approve')).toBeNull()
    expect(vote(of({ allowAuthor: true }, { 'default@1.0.0': BOB }), 'g', BOB, 'approve')).toBeNull()
    const plan = new World({
      ...graph([agent('a', { tier: 2 })], { publishers: { 'default@1.0.0': through } }),
    })
      .submit()
      .run(planner())
    expect(vote(plan, 'a', { ...BOB, roles: ['approver'] }, 'approve')).toBe('MUSTER_GATE_PUBLISHER')
  })

  test('tells late, double, conflicting and stale votes apart, and each leaves an entry', () => {
    const world = at({ approvers: ['bob', 'cat'], quorum: 2 })
    vote(world, 'g', BOB, 'approve')
    expect(vote(world, 'g', BOB, 'approve')).toBe('MUSTER_GATE_VOTED')
    expect(vote(world, 'g', BOB, 'reject')).toBe('MUSTER_GATE_CONFLICT')
    expect(vote(world, 'g', CAT, 'approve', { seen: 'sha256:other' })).toBe('MUSTER_GATE_STALE')
    vote(world, 'g', CAT, 'approve')
    expect(vote(world, 'g', CAT, 'approve')).toBe('MUSTER_GATE_CLOSED')
    expect(kinds(world).filter((kind) => kind === 'gate.refused')).toHaveLength(4)
    expect(world.status('g')).toBe('succeeded')
  })

  test('lets as many people vote under a role as have it', () => {
    const world = at({ approvers: ['role:owner'], quorum: 2 })
    vote(world, 'g', CAT, 'approve')
    vote(world, 'g', DAN, 'approve')
    expect(world.status('g')).toBe('succeeded')
  })

  test('ends a consensus at the rejection of one who has a veto', () => {
    const world = at({ type: 'consensus', approvers: ['bob', 'cat', 'dan'], quorum: 1, vetoes: ['cat'] })
    vote(world, 'g', BOB, 'reject')
    expect(world.status('g')).toBe('waiting')
    vote(world, 'g', CAT, 'reject')
    expect(world.status('g')).toBe('failed')
  })

  test('counts an abstention for neither side, and `all` without those who abstained', () => {
    const all = at({ approvers: ['bob', 'cat'], quorum: 'all' })
    vote(all, 'g', BOB, 'abstain')
    expect(all.status('g')).toBe('waiting')
    vote(all, 'g', CAT, 'approve')
    expect(all.status('g')).toBe('succeeded')
    const two = at({ approvers: ['bob', 'cat'], quorum: 2 })
    vote(two, 'g', BOB, 'abstain')
    expect(two.status('g')).toBe('failed')
  })

  test('lets a delegate vote in the place of the delegator, once and no further', () => {
    const world = at({ approvers: ['bob', 'cat'], quorum: 'all' })
    expect(vote(world, 'g', BOB, 'delegate')).toBe('MUSTER_GATE_DELEGATE')
    for (const to of ['bob', 'ann', 'cat', 'role:owner', 'agent:a'])
      expect(vote(world, 'g', BOB, 'delegate', { to })).toBe('MUSTER_GATE_DELEGATE')
    expect(vote(world, 'g', BOB, 'delegate', { to: 'dan' })).toBeNull()
    expect(vote(world, 'g', BOB, 'approve')).toBe('MUSTER_GATE_CONFLICT')
    expect(vote(world, 'g', DAN, 'delegate', { to: 'eve' })).toBe('MUSTER_GATE_DELEGATE')
    vote(world, 'g', DAN, 'approve')
    expect(world.state.gates.get('g')?.votes.at(-1)).toMatchObject({ as: 'bob', voter: { name: 'dan' } })
    vote(world, 'g', CAT, 'approve')
    expect(world.status('g')).toBe('succeeded')
  })

  test('takes what an approver filled in as the outputs of the gate, and refuses what does not fit', () => {
    const world = at({ approvers: ['bob'] })
    expect(vote(world, 'g', BOB, 'approve', { misfit: '`window` is required' })).toBe('MUSTER_GATE_FORM')
    const values = { window: 'night' }
    const judged = judgeVote(
      world.state,
      'g',
      { voter: BOB, decision: 'approve', comment: null, values },
      null,
    )
    if (judged.kind === 'accepted') world.cause(judged.fact)
    expect(world.state.stages.get('g')).toMatchObject({ status: 'succeeded', outputs: values })
  })
})

describe('agents as voters', () => {
  const voting =
    (said: string): ((message: { readonly phase: string }) => Outcome) =>
    ({ phase }) =>
      phase === 'EXECUTE' ? { ...OK, outputs: { vote: said, comment: 'looked at it' } } : OK
  const nodes = (more: Partial<GatePolicy>) => [
    agent('r'),
    gate('g', {
      requires: ['r'],
      ...rule({ type: 'consensus', approvers: ['bob', 'agent:r'], quorum: 1, ...more }),
    }),
  ]

  test('vote with their outputs, and never decide alone', () => {
    const world = new World(graph(nodes({}))).submit().run(voting('approve'))
    expect(world.state.gates.get('g')?.votes).toMatchObject([
      { as: 'agent:r', voter: { kind: 'agent', name: 'run.r' } },
    ])
    expect(world.status('g')).toBe('waiting')
    vote(world, 'g', BOB, 'approve')
    expect(world.status('g')).toBe('succeeded')
  })

  test('have a minimum of their own beside that of people', () => {
    const world = new World(graph(nodes({ agents: 1, approvers: ['bob', 'cat', 'agent:r'] })))
      .submit()
      .run(voting('reject'))
    vote(world, 'g', BOB, 'approve')
    expect(world.status('g')).toBe('waiting')
  })
})

describe('a gate that sends back', () => {
  test('has its agents plan anew, with all between them and it, and leaves alone what had started besides', () => {
    const nodes = [
      agent('draft'),
      agent('check', { requires: ['draft'] }),
      agent('besides', { requires: ['draft'] }),
      gate('g', { requires: ['check'], ...rule({ sendBackTo: ['draft'] }) }),
      agent('publish', { requires: ['g'] }),
    ]
    const world = new World(graph(nodes)).submit().run()
    const before = world.dispatched.length
    vote(world, 'g', BOB, 'send-back', { comment: 'shorter' })
    expect(['draft', 'check', 'besides', 'g'].map((id) => world.status(id))).toEqual([
      'running',
      'pending',
      'succeeded',
      'pending',
    ])
    world.run()
    expect(world.status('g')).toBe('waiting')
    expect(new Set(world.dispatched.slice(before).map(({ stage }) => stage))).toEqual(
      new Set(['draft', 'check']),
    )
    expect(world.state.budgets.get('draft')?.clarification?.review).toMatchObject({ gate: 'g', round: 1 })
    vote(world, 'g', BOB, 'approve')
    world.run()
    expect(world.state.progress.status).toBe('succeeded')
    const again = foldEntries('run', world.state.graph, JSON.parse(JSON.stringify(world.entries)))
    expect([...again.stages]).toEqual([...world.state.stages])
    expect([...again.gates]).toEqual([...world.state.gates])
  })

  test('is refused where no agent made what it is about', () => {
    const world = new World(graph([gate('g')])).submit()
    expect(vote(world, 'g', BOB, 'send-back', { comment: 'why' })).toBe('MUSTER_GATE_SEND_BACK')
  })
})

describe('a gate that something changed under', () => {
  test('opens a new round that says what, and votes of the round before are void', () => {
    const world = new World(graph([gate('g', rule({ approvers: ['bob', 'cat'], quorum: 2 }))])).submit()
    vote(world, 'g', BOB, 'approve')
    const { digest = '' } = world.state.gates.get('g') ?? {}
    world.policy = 'other'
    world.cause({ kind: 'gate.decided', stage: 'g', verdict: 'reopened', reason: 'policy changed' })
    expect(world.state.gates.get('g')).toMatchObject({
      round: 2,
      votes: [],
      changed: ['policy'],
      decided: null,
    })
    expect(vote(world, 'g', BOB, 'approve', { seen: digest })).toBe('MUSTER_GATE_STALE')
  })
})

test('a gate reminds, escalates and expires at its times, and rejects when nobody answers', () => {
  const escalating = {
    approvers: ['bob'],
    remindMs: 20_000,
    onTimeout: { do: 'escalate', approvers: ['cat'] },
  } as const
  const world = new World(graph([gate('g', rule(escalating))])).submit()
  world.cause({ kind: 'gate.reminded', stage: 'g' })
  expect(world.state.gates.get('g')).toMatchObject({ reminded: 1, decided: null })
  world.cause({ kind: 'gate.expired', stage: 'g' })
  expect(world.state.gates.get('g')).toMatchObject({ escalated: true, approvers: ['bob', 'cat'] })
  world.cause({ kind: 'gate.expired', stage: 'g' })
  expect(world.state.gates.get('g')?.decided?.verdict).toBe('expired')
})
