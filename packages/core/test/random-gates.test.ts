import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Actor,
  type AgentNode,
  type Decision,
  DECISIONS,
  type Entry,
  type Fact,
  floorOf,
  foldEntries,
  gateDue,
  gateAt,
  type GatePolicy,
  identityOf,
  judgeVote,
  type Outcome,
  type Tier,
  type Vote,
} from '../src/index.ts'
import { agent, gate, graph } from './support/graphs.ts'
import { ANN, OK, World } from './support/world.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 400)

const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve'] as const
const PEOPLE: readonly Actor[] = [
  ...NAMES.map((name): Actor => ({ kind: 'person', name, roles: name === 'bob' ? [] : ['owner'] })),
  { kind: 'person', name: 'fay', roles: ['owner'], via: 'cat' },
  { kind: 'script', name: 'ci', roles: ['owner'] },
  { kind: 'planner', name: 'planner', roles: ['owner'] },
]

interface Setup {
  readonly policy: GatePolicy
  /** Of the agent whose plan is decided; null for a gate of its own. */
  readonly tier: Tier | null
}

const entries = fc.subarray([...NAMES, 'role:owner', 'role:approver', 'agent:r'], { minLength: 1 })

const setups: fc.Arbitrary<Setup> = fc
  .record({
    type: fc.constantFrom('approval' as const, 'consensus' as const),
    approvers: fc.oneof(fc.constant([]), entries),
    quorum: fc.oneof(fc.constantFrom('any' as const, 'all' as const), fc.integer({ min: 1, max: 4 })),
    people: fc.integer({ min: 1, max: 3 }),
    agents: fc.nat(1),
    vetoes: fc.subarray(['cat', 'role:owner']),
    allowAuthor: fc.boolean(),
    sendBacks: fc.nat(2),
    remindMs: fc.constantFrom(null, 10_000),
    escalates: fc.boolean(),
    tier: fc.constantFrom(null, 2 as const, 3 as const, 4 as const),
  })
  .map(({ escalates, tier, ...rest }) => ({
    tier,
    policy: {
      ...rest,
      timeoutMs: 60_000,
      onTimeout: escalates ? { do: 'escalate', approvers: ['dan', 'eve'] } : { do: 'reject' },
      message: null,
    },
  }))

/** A run in which agent `r` reviews, and then the gate or the plan of `g` is decided. */
function worldOf({ policy, tier }: Setup): World {
  const decided: AgentNode | ReturnType<typeof gate> =
    tier === null
      ? gate('g', { requires: ['r'], gate: policy })
      : agent('g', { requires: ['r'], tier, approval: policy })
  return new World(graph([agent('r'), decided])).submit()
}

/** What a referee with a pencil knows of the round at hand: nothing of it comes from the code under test. */
interface Model {
  round: number
  opened: boolean
  closed: boolean
  /** Who has answered, by who they are and by the name they used. */
  readonly answered: Set<string>
  votes: Vote[]
}

const factsOf = (entry: Entry | undefined): readonly Fact[] =>
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

interface Real {
  readonly world: World
  readonly setup: Setup
  read: number
  plans: number
}

type Step = fc.Command<Model, Real>

function settle(model: Model, real: Real): void {
  const { world, setup } = real
  for (; real.read < world.entries.length; real.read += 1)
    for (const fact of factsOf(world.entries[real.read])) follow(model, setup, fact)
}

class Answer implements Step {
  constructor(
    readonly voter: Actor,
    readonly decision: Decision,
    readonly seen: 'now' | 'before' | 'nothing',
    readonly to: string,
  ) {}
  check = () => true
  run(model: Model, real: Real): void {
    const { world } = real
    world.now += 1
    const at = gateAt(world.state, 'g')
    if (at === null) return
    const { voter, decision, to } = this
    const seen = { now: at.gate.digest, before: 'sha256:before', nothing: undefined }[this.seen]
    const asked = { voter, decision, comment: 'because', to, ...(seen === undefined ? {} : { seen }) }
    const judgement = judgeVote(world.state, 'g', asked, null)
    const open = model.opened && !model.closed
    if (!open) expect(judgement).toMatchObject({ kind: 'refused', code: 'MUSTER_GATE_CLOSED' })
    else if (this.seen === 'before')
      expect(judgement).toMatchObject({ kind: 'refused', code: 'MUSTER_GATE_STALE' })
    else if (model.answered.has(voter.name)) expect(judgement.kind).toBe('refused')
    const before = JSON.stringify([...world.state.gates].map(([id, { refused: _, ...rest }]) => [id, rest]))
    if (judgement.kind === 'accepted') world.cause(judgement.fact)
    else {
      world.cause({ kind: 'gate.refused', stage: 'g', voter, decision, because: judgement.code })
      expect(JSON.stringify([...world.state.gates].map(([id, { refused: _, ...rest }]) => [id, rest]))).toBe(
        before,
      )
    }
    settle(model, real)
  }
  toString = () => `${this.voter.name} ${this.decision} (${this.seen})`
}

/** Time passes until what is due next at the gate, and it fires; at a closed gate nothing does. */
class Wait implements Step {
  check = () => true
  run(model: Model, real: Real): void {
    const { world } = real
    world.now += 15_000
    const at = gateAt(world.state, 'g')
    if (at === null || at.gate.decided !== null) return
    const fact = gateDue(at.policy, at.gate, 'g', world.now)
    if (fact !== null) world.cause(fact)
    settle(model, real)
  }
  toString = () => 'wait'
}

class ChangePolicy implements Step {
  check = (model: Readonly<Model>) => model.opened && !model.closed
  run(model: Model, real: Real): void {
    const { world } = real
    world.policy += '+'
    world.cause({ kind: 'gate.decided', stage: 'g', verdict: 'reopened', reason: 'policy changed' })
    settle(model, real)
    expect(world.state.gates.get('g')).toMatchObject({ votes: [...agentVotes(real)], decided: null })
  }
  toString = () => 'change the policy'
}

/** After a change nothing but what agents said by their outputs is left. */
function agentVotes({ world }: Real): readonly unknown[] {
  return (world.state.gates.get('g')?.votes ?? []).filter(({ voter }) => voter.kind === 'agent')
}

class Work implements Step {
  constructor(readonly fails: boolean) {}
  check = () => true
  run(model: Model, real: Real): void {
    const { world } = real
    const [open] = world.open()
    if (open === undefined) return
    world.deliver({ ...open, outcome: this.#outcome(open, real) })
    settle(model, real)
  }
  #outcome({ phase, stage }: { readonly phase: string; readonly stage: string }, real: Real): Outcome {
    if (phase === 'PLAN') {
      real.plans += 1
      return { kind: 'succeeded', record: { plan: { actions: [] }, planDigest: `plan-${real.plans}` } }
    }
    if (stage === 'r' && phase === 'EXECUTE')
      return { ...OK, outputs: { vote: this.fails ? 'reject' : 'approve' } }
    return OK
  }
  toString = () => `work${this.fails ? ' (against)' : ''}`
}

class Cancel implements Step {
  check = () => true
  run(model: Model, real: Real): void {
    if (real.world.state.progress.status !== 'running') return
    real.world.cause({ kind: 'run.stopping', status: 'cancelled', by: ANN, reason: 'enough' })
    settle(model, real)
  }
  toString = () => 'cancel'
}

const steps = [
  fc
    .tuple(
      fc.constantFrom(...PEOPLE),
      fc.constantFrom<Decision>('approve', 'approve', 'approve', ...DECISIONS),
      fc.constantFrom('now' as const, 'now' as const, 'before' as const, 'nothing' as const),
      fc.constantFrom('gus', 'hal', 'cat'),
    )
    .map(([voter, decision, seen, to]) => new Answer(voter, decision, seen, to)),
  fc.boolean().map((fails) => new Work(fails)),
  fc.constant(new Wait()),
  fc.constant(new ChangePolicy()),
]

test('whatever voters, clocks, policies and agents do, a round has one verdict, an approval its quorum, and a replay the same end', () => {
  const seen = { approved: 0, sentBack: 0, reopened: 0, refused: 0, held: 0 }
  fc.assert(
    fc.property(
      setups,
      fc.commands([...steps, fc.constant(new Cancel())], { size: '+1', maxCommands: 60 }),
      (setup, commands) => {
        const world = worldOf(setup)
        // The gate is where everything happens: most runs start there.
        const real: Real = { world, setup, read: 0, plans: 0 }
        const model: Model = { round: 0, opened: false, closed: false, answered: new Set(), votes: [] }
        const start = new Work(false)
        while (world.open().length > 0) start.run(model, real)
        fc.modelRun(() => ({ model, real }), commands)
        const facts = world.entries.flatMap(factsOf)
        for (const fact of facts) {
          if (fact.kind === 'gate.refused') seen.refused += 1
          if (fact.kind === 'gate.ripened') seen.held += 1
          if (fact.kind !== 'gate.decided') continue
          if (fact.verdict === 'approved') seen.approved += 1
          if (fact.verdict === 'sent_back') seen.sentBack += 1
          if (fact.verdict === 'reopened') seen.reopened += 1
        }
        expect(world.state.gates.get('g')?.round ?? 0).toBe(model.round)
        const again = foldEntries('run', world.state.graph, JSON.parse(JSON.stringify(world.entries)))
        expect([...again.stages]).toEqual([...world.state.stages])
        expect([...again.gates]).toEqual([...world.state.gates])
        expect([...again.budgets]).toEqual([...world.state.budgets])
      },
    ),
    { numRuns: RUNS },
  )
  for (const [what, count] of Object.entries(seen)) expect([what, count > RUNS / 50]).toEqual([what, true])
})

test('of N voters who vote at once in any order, as many count as the quorum needs, and the rest are late', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 6 }),
      fc.integer({ min: 0, max: 6 }),
      (quorum, order, expiresAfter) => {
        const policy = { approvers: ['a', 'b', 'c', 'd', 'e', 'f'], quorum } as unknown as GatePolicy
        const world = new World(graph([gate('g', { gate: policy })])).submit()
        const codes = order.map((name, index) => {
          if (index === expiresAfter && world.state.gates.get('g')?.decided === null)
            world.cause({ kind: 'gate.expired', stage: 'g' })
          const voter = { kind: 'person', name, roles: [] } as const
          const judged = judgeVote(world.state, 'g', { voter, decision: 'approve', comment: null }, null)
          if (judged.kind === 'accepted') world.cause(judged.fact)
          return judged.kind === 'accepted' ? null : judged.code
        })
        const counted = Math.min(quorum, expiresAfter)
        expect(codes.filter((code) => code === null)).toHaveLength(counted)
        expect(codes.slice(counted).every((code) => code === 'MUSTER_GATE_CLOSED')).toBe(true)
        const verdicts = world.entries.flatMap(factsOf).filter(({ kind }) => kind === 'gate.decided')
        expect(verdicts).toMatchObject([{ verdict: quorum <= expiresAfter ? 'approved' : 'expired' }])
      },
    ),
    { numRuns: RUNS },
  )
})
