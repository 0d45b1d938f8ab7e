import fc from 'fast-check'
import { expect } from 'vitest'
import {
  type Actor,
  type AgentNode,
  type Decision,
  DECISIONS,
  type Entry,
  type Fact,
  floorOf,
  gateDue,
  gateAt,
  type GatePolicy,
  identityOf,
  judgeVote,
  type Outcome,
  type Tier,
  type Vote,
} from '../../src/index.ts'
import { agent, gate, graph } from './graphs.ts'
import { ANN, OK, World } from './world.ts'

const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve'] as const
const PEOPLE: readonly Actor[] = [
  ...NAMES.map((name): Actor => ({ kind: 'person', name, roles: name === 'bob' ? [] : ['owner'] })),
  { kind: 'person', name: 'fay', roles: ['owner'], via: 'cat' },
  { kind: 'script', name: 'ci', roles: ['owner'] },
  { kind: 'planner', name: 'planner', roles: ['owner'] },
]

export interface Setup {
  readonly policy: GatePolicy
  /** Of the agent whose plan is decided; null for a gate of its own. */
  readonly tier: Tier | null
}

const entries = fc.subarray([...NAMES, 'role:owner', 'role:approver', 'agent:r'], { minLength: 1 })

const BY_ROLE = { type: 'consensus', approvers: ['role:owner'], quorum: 'any', agents: 0 } as const

export const setups: fc.Arbitrary<Setup> = fc
  .record({
    type: fc.constantFrom('approval' as const, 'consensus' as const),
    approvers: fc.oneof(fc.constant<readonly string[]>([]), entries),
    quorum: fc.constantFrom('any' as const, 'all' as const, 1, 2, 3),
    people: fc.constantFrom(1, 1, 2),
    agents: fc.constantFrom(0, 0, 1),
    vetoes: fc.subarray(['cat', 'role:owner']),
    allowAuthor: fc.boolean(),
    sendBacks: fc.nat(2),
    remindMs: fc.constantFrom(null, 10_000),
    escalates: fc.boolean(),
    tier: fc.constantFrom(null, null, 2 as const, 2 as const, 3 as const, 4 as const),
  })
  .map(({ escalates, tier, ...rest }) => ({
    tier,
    policy: {
      ...rest,
      agents: rest.approvers.some((entry) => entry === 'agent:r') ? rest.agents : 0,
      timeoutMs: 60_000,
      // Three people seldom agree by chance: where it takes them, as many as can may try.
      ...(tier === 4 ? BY_ROLE : {}),
      onTimeout: escalates ? { do: 'escalate', approvers: ['dan', 'eve'] } : { do: 'reject' },
      message: null,
    },
  }))

/** A run in which agent `r` reviews, and then the gate or the plan of `g` is decided. */
export function worldOf({ policy, tier }: Setup): World {
  const decided: AgentNode | ReturnType<typeof gate> =
    tier === null
      ? gate('g', { requires: ['r'], gate: policy })
      : agent('g', { requires: ['r'], tier, approval: policy })
  return new World(graph([agent('r'), decided])).submit()
}

/** What a referee with a pencil knows of the round at hand: nothing of it comes from the code under test. */
export interface Model {
  round: number
  opened: boolean
  closed: boolean
  /** Who has answered, by who they are and by the name they used. */
  readonly answered: Set<string>
  votes: Vote[]
}

export const factsOf = (entry: Entry | undefined): readonly Fact[] =>
  entry === undefined ? [] : [entry.cause, ...entry.effects]

/** Notes what an entry says of the gate, and holds it to the rules. */
function follow(model: Model, setup: Setup, fact: Fact): void {
  if (fact.kind === 'attempt.dispatched' && fact.stage === 'g' && fact.phase === 'EXECUTE')
    expect(model.closed).toBe(true)
  if (!('stage' in fact) || fact.stage !== 'g') return
  if (fact.kind === 'gate.opened') {
    // A round opens when the one before is over, and not before.
    expect(model.opened && !model.closed).toBe(false)
    Object.assign(model, { round: model.round + 1, opened: true, closed: false, votes: [] })
    model.answered.clear()
  }
  if (fact.kind === 'gate.voted') {
    expect(model.closed).toBe(false)
    const { voter } = fact.vote
    expect(model.answered.has(voter.name)).toBe(false)
    if (!setup.policy.allowAuthor) expect(voter.name).not.toBe('ann')
    expect(['planner', 'worker']).not.toContain(voter.kind)
    model.answered.add(voter.name)
    model.votes.push(fact.vote)
  }
  if (fact.kind === 'gate.decided') {
    expect(model.closed).toBe(false)
    model.closed = true
    if (fact.verdict === 'approved') checkApproval(model, setup)
  }
}

/** An approval has its quorum: distinct entries or people, enough people, enough agents, and no fatal objection. */
function checkApproval({ votes }: Model, { policy, tier }: Setup): void {
  const approvals = votes.filter(({ decision }) => decision === 'approve')
  const people = new Set(
    approvals.filter(({ voter }) => voter.kind === 'person').map(({ voter }) => identityOf(voter)),
  )
  expect(people.size).toBeGreaterThanOrEqual(Math.max(policy.people ?? 1, 1))
  expect(approvals.filter(({ voter }) => voter.kind === 'agent').length).toBeGreaterThanOrEqual(
    policy.agents ?? 0,
  )
  if (tier !== null) expect(people.size).toBeGreaterThanOrEqual(floorOf(tier).distinct)
  if (typeof policy.quorum === 'number') expect(approvals.length).toBeGreaterThanOrEqual(policy.quorum)
  const against = votes.filter(({ decision }) => decision === 'reject' || decision === 'send-back')
  if (policy.type === 'approval') expect(against).toEqual([])
  if (policy.quorum === 'all') {
    const abstained = votes.filter(({ decision }) => decision === 'abstain').map(({ as }) => as)
    for (const entry of policy.approvers)
      if (entry.startsWith('role:') || !abstained.includes(entry))
        expect(approvals.map(({ as }) => as)).toContain(entry)
  }
}

export interface Real {
  readonly world: World
  readonly setup: Setup
  read: number
  plans: number
}

export type Step = fc.Command<Model, Real>

function settle(model: Model, real: Real): void {
  const { world, setup } = real
  for (; real.read < world.entries.length; real.read += 1)
    for (const fact of factsOf(world.entries[real.read])) follow(model, setup, fact)
}

/** A gate as a refused vote must leave it. */
function untouched({ state }: World): string {
  return JSON.stringify([...state.gates].map(([id, gate]) => [id, { ...gate, refused: 0 }]))
}

function answer(voter: Actor, decision: Decision, seen: 'now' | 'before' | 'nothing', to: string): Step {
  return {
    check: () => true,
    run(model, real) {
      const { world } = real
      world.now += 1
      const at = gateAt(world.state, 'g')
      if (at === null) return
      const digest = { now: at.gate.digest, before: 'sha256:before', nothing: undefined }[seen]
      const asked = {
        voter,
        decision,
        comment: 'because',
        to,
        ...(digest === undefined ? {} : { seen: digest }),
      }
      const judgement = judgeVote(world.state, 'g', asked, null)
      const open = model.opened && !model.closed
      if (!open) expect(judgement).toMatchObject({ kind: 'refused', code: 'MUSTER_GATE_CLOSED' })
      else if (seen === 'before')
        expect(judgement).toMatchObject({ kind: 'refused', code: 'MUSTER_GATE_STALE' })
      else if (model.answered.has(voter.name)) expect(judgement.kind).toBe('refused')
      const before = untouched(world)
      if (judgement.kind === 'accepted') world.cause(judgement.fact)
      else {
        world.cause({ kind: 'gate.refused', stage: 'g', voter, decision, because: judgement.code })
        expect(untouched(world)).toBe(before)
      }
      settle(model, real)
    },
    toString: () => `${voter.name} ${decision} (${seen})`,
  }
}

/** Time passes, and what is due at the gate by then happens; at a closed gate nothing does. */
const wait: Step = {
  check: () => true,
  run(model, real) {
    const { world } = real
    world.now += 15_000
    const at = gateAt(world.state, 'g')
    if (at === null || at.gate.decided !== null) return
    // The delay of tier 4 is longer than anything else here.
    if (at.gate.heldUntil !== null) world.now = Math.max(world.now, at.gate.heldUntil)
    const fact = gateDue(at.policy, at.gate, 'g', world.now)
    if (fact !== null) world.cause(fact)
    settle(model, real)
  },
  toString: () => 'wait',
}

/** After a change nothing but what agents said by their outputs, and what the clock says, is left of a round. */
const changePolicy: Step = {
  check: (model) => model.opened && !model.closed,
  run(model, real) {
    const { world } = real
    world.policy += '+'
    world.cause({ kind: 'gate.decided', stage: 'g', verdict: 'reopened', reason: 'policy changed' })
    settle(model, real)
    const votes = world.state.gates.get('g')?.votes ?? []
    expect(votes.filter(({ voter }) => voter.kind !== 'agent')).toEqual([])
    expect(world.state.gates.get('g')?.changed).toContain('policy')
  },
  toString: () => 'change the policy',
}

/** The next attempt ends well; the reviewer says what it thinks. */
export function work(against: boolean): Step {
  return {
    check: () => true,
    run(model, real) {
      const [open] = real.world.open()
      if (open === undefined) return
      real.world.deliver({ ...open, outcome: outcomeOf(open, real, against) })
      settle(model, real)
    },
    toString: () => `work${against ? ' (against)' : ''}`,
  }
}

function outcomeOf(
  { phase, stage }: { readonly phase: string; readonly stage: string },
  real: Real,
  against: boolean,
): Outcome {
  if (phase === 'PLAN') {
    real.plans += 1
    return { kind: 'succeeded', record: { plan: { actions: [] }, planDigest: `plan-${real.plans}` } }
  }
  const outputs = { vote: against ? 'reject' : 'approve' }
  return stage === 'r' && phase === 'EXECUTE' ? { kind: 'succeeded', record: {}, outputs } : OK
}

const cancel: Step = {
  check: () => true,
  run(model, real) {
    if (real.world.state.progress.status !== 'running') return
    real.world.cause({ kind: 'run.stopping', status: 'cancelled', by: ANN, reason: 'enough' })
    settle(model, real)
  },
  toString: () => 'cancel',
}

const answers = fc
  .tuple(
    fc.constantFrom(...PEOPLE),
    fc.constantFrom<Decision>(...Array<Decision>(5).fill('approve'), ...DECISIONS),
    fc.constantFrom('now' as const, 'now' as const, 'now' as const, 'before' as const, 'nothing' as const),
    fc.constantFrom('gus', 'hal', 'cat'),
  )
  .map(([voter, decision, seen, to]) => answer(voter, decision, seen, to))

/** People answer more often than anything else happens. */
export const steps: readonly fc.Arbitrary<Step>[] = [
  ...Array<fc.Arbitrary<Step>>(12).fill(answers),
  fc.boolean().map(work),
  fc.constant(wait),
  fc.constant(changePolicy),
  fc.constant(cancel),
]
