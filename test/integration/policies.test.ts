import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Actor,
  DEFAULT_TENANT,
  type EffectAsk,
  type Entry,
  type Fact,
  foldEntries,
  openEntry,
  openRevocation,
  type PolicyGround,
  toMusterError,
  why,
} from '@muster/core'
import type { Engine } from '@muster/engine'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { approvePlan, type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'
import { ANN, BOB } from '../support/muster.ts'

const EVE: Actor = { kind: 'person', name: 'eve', roles: ['viewer'] }
const OWNER: Actor = { kind: 'person', name: 'olga', roles: ['owner'] }
const PLAIN = 'name: plain\nstages: [{ name: work }]'
const GATED = `
name: gated
stages:
  - { name: ask, type: gate }
  - { name: work, requires: [ask] }
`
const HIGH = `
name: high
stages:
  - { name: ask, type: gate }
  - { name: call, requires: [ask], template: http, config: { tier: 2, inputs: { url: 'https://a.example/', method: POST } } }
`
const ADVISED = `
name: advised
stages:
  - { name: review }
  - { name: ask, type: gate, requires: [review], gate_type: consensus, approvers: [bob, 'agent:review'], quorum: 1 }
`
const ADVISED_HIGH = `${ADVISED}
  - { name: call, requires: [ask], template: http, config: { tier: 3, inputs: { url: 'https://a.example/', method: POST } } }
`
const OWN = PLAIN.replace('[{ name: work }]', '[{ name: ask, type: gate, allow_author: true }]')
const forbid = (id: string, rest: string) => `@id("${id}") forbid (principal, ${rest};\n`
const NO_TEMPLATE = forbid(
  'no-default-agents',
  'action == Action::"phase.enter", resource) when { resource.template in Template::"default" }',
)
const NO_EXECUTE = `@id("nobody-acts-twice")
  forbid (principal is Agent, action == Action::"tier.elevate", resource) when { resource.tier >= 2 };
`
const NO_POST = forbid(
  'no-posts',
  'action == Action::"effect.request", resource) when { context.target like "POST *" }',
)

let directory = ''
let engines: Engines
let engine: Engine

/** Starts with these policies beside the shipped ones. */
async function start(own: string): Promise<void> {
  await writeFile(join(directory, 'own.cedar'), own)
  engines = await openEngines(undefined, directory)
  engine = await engines.open()
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-policies-'))
})
afterEach(async () => {
  await engines.close()
  await rm(directory, { recursive: true })
})

async function submit(pipeline: string): Promise<string> {
  return (await engine.submit(submissionOf(pipeline))).run.id
}

async function entriesOf(run: string): Promise<readonly Entry[]> {
  return (await engines.ledger.entries(run, 0, 1_000)).map(({ body }) => openEntry(body))
}

async function factsOf(run: string): Promise<readonly Fact[]> {
  return (await entriesOf(run)).flatMap(({ cause, effects }) => [cause, ...effects])
}

function groundIn(fact: Fact | undefined): PolicyGround | string | null {
  return fact !== undefined && 'policy' in fact ? (fact.policy ?? null) : null
}

function vote(run: string, voter: Actor, decision: 'approve' | 'reject' = 'approve') {
  return engine.decide({
    tenant: DEFAULT_TENANT,
    run,
    stage: 'ask',
    voter,
    decision,
    comment: null,
    surface: 'api',
  })
}

async function refusal(of: Promise<unknown>) {
  const thrown: unknown = await of.then(
    () => new Error('it was allowed'),
    (error: unknown) => error,
  )
  const { code, message } = toMusterError(thrown)
  return { code, message }
}

function reload(by: Actor = OWNER, tenant: string = DEFAULT_TENANT) {
  return engine.policies.reload({ tenant, by, trusted: false })
}

/** Lets the only agent at work go through all its phases, and say what it votes. */
async function review(said: string): Promise<void> {
  for (let told = 0; ; told += 1) {
    await engine.flush()
    const job = engines.attempts()[told]
    if (job === undefined) return
    const outputs = job.phase === 'EXECUTE' ? { outputs: { vote: said } } : {}
    const plan = job.phase === 'PLAN' ? { planDigest: 'sha256:p' } : {}
    await engine.settle([{ ...successOf(job), outcome: { kind: 'succeeded', record: plan, ...outputs } }])
  }
}

/** Lets the agents at work go on until they have been sent this phase. */
async function walkTo(phase: string) {
  for (let told = 0; ; told += 1) {
    await engine.flush()
    if (engines.attempts()[told] === undefined)
      await approvePlan(engines, engine, engines.attempts()[0]?.run ?? '')
    const job = engines.attempts()[told]
    if (job === undefined) throw new Error(`nothing was sent to ${phase}`)
    if (job.phase === phase) return job
    const plan = {
      planDigest: 'sha256:p',
      plan: { actions: [{ verb: 'http.request', target: 'POST https://a.example/' }] },
    }
    const record = job.phase === 'PLAN' ? plan : {}
    await engine.settle([{ ...successOf(job), outcome: { kind: 'succeeded', record } }])
  }
}

describe('with the policies that Muster ships', () => {
  beforeEach(() => start('// none'))

  test('who may not start a run is told which policies were asked, and there is no run', async () => {
    const submission = { ...submissionOf(PLAIN), by: EVE }
    expect(await refusal(engine.submit(submission))).toEqual({
      code: 'MUSTER_POLICY_DENIED',
      message: '`eve` may not do `run.start` on `plain`: no policy permits it.',
    })
    expect(await engines.ledger.runs({ tenant: DEFAULT_TENANT, limit: 10 })).toEqual([])
  })

  test('the first entry of a run names the policies that let it start; what its agents do at T0 names none', async () => {
    const run = await submit(PLAIN)
    await walkTo('EXECUTE')
    const [submitted, ...rest] = await factsOf(run)
    expect(groundIn(submitted)).toEqual({
      digest: engines.policies.digest,
      because: ['operators-look-after-runs'],
    })
    expect(rest.map(({ kind }) => kind)).toContain('attempt.dispatched')
    expect(rest.filter((fact) => groundIn(fact) !== null)).toEqual([])
  })

  test('who may not stop a run is refused, which its ledger keeps, and the run goes on', async () => {
    const run = await submit(GATED)
    const of = { tenant: DEFAULT_TENANT, run, by: EVE, reason: 'because' }
    const told = {
      code: 'MUSTER_POLICY_DENIED',
      message: `\`eve\` may not do \`run.revoke\` on \`${run}\`: no policy permits it.`,
    }
    expect(await refusal(engine.cancel(of))).toEqual(told)
    expect(await refusal(engine.revoke({ ...of, scope: 'run', id: run }))).toEqual(told)
    expect((await factsOf(run)).filter(({ kind }) => kind === 'policy.denied')).toEqual(
      [1, 2].map(() => ({
        kind: 'policy.denied',
        action: 'run.revoke',
        by: EVE,
        on: run,
        policy: { digest: engines.policies.digest, because: [] },
      })),
    )
    expect((await engines.ledger.run(DEFAULT_TENANT, run))?.status).toBe('running')
    await engine.cancel({ ...of, by: BOB })
    expect(groundIn((await factsOf(run)).find(({ kind }) => kind === 'run.stopping'))).toEqual({
      digest: engines.policies.digest,
      because: ['operators-look-after-runs'],
    })
  })

  test('nobody revokes a template whom nothing permits to, and the link of who does names what did', async () => {
    const of = { tenant: DEFAULT_TENANT, scope: 'template', id: 'default', reason: 'because' } as const
    expect(await refusal(engine.revoke({ ...of, by: EVE }))).toMatchObject({ code: 'MUSTER_POLICY_DENIED' })
    expect(await engine.standing(DEFAULT_TENANT)).toEqual([])
    await engine.revoke({ ...of, by: BOB })
    const [link] = await engines.ledger.revocations(new Map())
    expect(JSON.parse(link?.body ?? '{}')).toMatchObject({
      policy: { because: ['operators-look-after-runs'] },
    })
  })

  test('who may vote by the rules of a gate but by no policy is refused, and the gate stays open', async () => {
    const run = await submit(GATED)
    const guest: Actor = { kind: 'person', name: 'gus', roles: ['guest'] }
    expect(await refusal(vote(run, guest))).toMatchObject({ code: 'MUSTER_POLICY_DENIED' })
    expect((await factsOf(run)).at(-1)).toMatchObject({ kind: 'policy.denied', on: `${run}.ask`, by: guest })
    expect(await vote(run, BOB)).toBe('approved')
    expect(groundIn((await factsOf(run)).find(({ kind }) => kind === 'gate.voted'))).toMatchObject({
      because: ['approvers-vote'],
    })
  })

  test('an agent votes by what policies permit it, and its vote names them', async () => {
    const run = await submit(ADVISED)
    await review('approve')
    expect((await factsOf(run)).find(({ kind }) => kind === 'gate.voted')).toMatchObject({
      vote: { as: 'agent:review' },
      policy: { digest: engines.policies.digest, because: ['agents-advise-at-gates'] },
    })
  })

  test('an agent has no say at T3: its vote is refused once, the gate waits on, and tells why', async () => {
    const run = await submit(ADVISED_HIGH)
    await review('reject')
    expect((await factsOf(run)).filter(({ kind }) => kind.startsWith('gate.')).slice(1)).toEqual([
      {
        kind: 'gate.refused',
        stage: 'ask',
        voter: { kind: 'agent', name: `${run}.review`, roles: [] },
        decision: 'reject',
        because: 'MUSTER_POLICY_DENIED',
        policy: { digest: engines.policies.digest, because: [] },
      },
    ])
    const state = foldEntries(run, await engines.ledger.graph(run), await entriesOf(run))
    const around = { now: engines.now, workers: [], queued: {}, standing: [] }
    expect(why(state, around).waits[0]?.why).toContain(`policies do not let \`${run}.review\` vote`)
    expect(await vote(run, BOB)).toBe('approved')
  })

  test('--yes-to-gates approves nothing that its author may not approve', async () => {
    const yesToGates = { ...submissionOf(OWN), yesToGates: true }
    const asked = await engine.submit({ ...yesToGates, by: { ...ANN, roles: ['author'] } })
    expect((await factsOf(asked.run.id)).at(-1)).toMatchObject({
      kind: 'gate.refused',
      voter: { name: ANN.name },
      because: 'MUSTER_POLICY_DENIED',
    })
    const owned = await engine.submit({ ...yesToGates, by: { ...ANN, roles: ['owner'] } })
    expect(owned.run.status).toBe('succeeded')
  })

  test('a hundred refusals of a run are recorded, and what comes after is refused all the same', async () => {
    const run = await submit(GATED)
    const of = { tenant: DEFAULT_TENANT, run, by: EVE, reason: null }
    for (let count = 0; count < 103; count += 1)
      expect(await refusal(engine.cancel(of))).toMatchObject({ code: 'MUSTER_POLICY_DENIED' })
    expect((await factsOf(run)).filter(({ kind }) => kind === 'policy.denied')).toHaveLength(100)
  })
})

describe('with policies of the operator', () => {
  test('an agent that may not begin fails its stage, which says what forbids it', async () => {
    await start(NO_TEMPLATE)
    const run = await submit(PLAIN)
    expect((await factsOf(run)).find(({ kind }) => kind === 'stage.finished')).toMatchObject({
      status: 'failed',
      reason: 'policies do not let it begin: `no-default-agents` forbids it',
      policy: { digest: engines.policies.digest, because: ['no-default-agents'] },
    })
    expect((await engines.ledger.run(DEFAULT_TENANT, run))?.status).toBe('failed')
  })

  test('an agent of T2 that may not act ends before EXECUTE, and leaves its evidence', async () => {
    await start(NO_EXECUTE)
    const run = await submit(HIGH)
    await vote(run, BOB)
    await walkTo('PACKAGE')
    const facts = await factsOf(run)
    expect(facts.find(({ kind }) => kind === 'stage.ending')).toMatchObject({
      reason: 'policies do not let it EXECUTE at T2: `nobody-acts-twice` forbids it',
      policy: { because: ['nobody-acts-twice'] },
    })
    expect(facts.filter((fact) => fact.kind === 'attempt.dispatched' && fact.phase === 'EXECUTE')).toEqual([])
  })

  test('the EXECUTE of an agent of T2 names what lets it act, and so does each of its effects', async () => {
    await start(NO_POST)
    const run = await submit(HIGH)
    await vote(run, BOB)
    const job = await walkTo('EXECUTE')
    const ask: EffectAsk = {
      run,
      stage: 'call',
      id: 'one',
      key: 'one',
      verb: 'http.request',
      target: 'POST https://a.example/',
      digest: 'sha256:d',
      bytes: 2,
      phase: 'EXECUTE',
      attempt: job.attempt,
      fence: job.fence,
      worker: 'w',
      holder: 'h',
      ...(job.credential === undefined ? {} : { credential: job.credential }),
    }
    await engine.settle([ask])
    const facts = await factsOf(run)
    const executed = facts.find((fact) => fact.kind === 'attempt.dispatched' && fact.phase === 'EXECUTE')
    expect(groundIn(executed)).toEqual({
      digest: engines.policies.digest,
      because: ['agents-enter-phases', 'agents-act-at-their-tier'],
    })
    expect(facts.at(-1)).toMatchObject({
      kind: 'effect.denied',
      code: 'policy',
      policy: { because: ['no-posts'] },
    })
  })

  test('who approved twenty things in ten minutes does not approve at T3, and may again when they have passed', async () => {
    await start('// none')
    const third = HIGH.replace('tier: 2', 'tier: 3')
    for (let count = 0; count < 20; count += 1) expect(await vote(await submit(GATED), BOB)).toBe('approved')
    const run = await submit(third)
    expect(await refusal(vote(run, BOB))).toEqual({
      code: 'MUSTER_POLICY_DENIED',
      message: `\`bob\` may not do \`gate.vote\` on \`${run}.ask\`: \`nobody-approves-in-haste\` forbids it.`,
    })
    engines.now += 10 * 60_000
    expect(await vote(run, BOB)).toBe('approved')
  })

  test('policies that change while a run is at work are named where they first count, and what they forbid ends', async () => {
    await start('// none')
    const run = await submit(GATED)
    const before = engines.policies.digest
    await writeFile(join(directory, 'own.cedar'), NO_POST)
    expect(await reload()).toMatchObject({ changed: true })
    expect(engines.policies.digest).not.toBe(before)
    expect(await refusal(vote(run, BOB))).toMatchObject({ code: 'MUSTER_GATE_STALE' })
    expect(await vote(run, BOB)).toBe('approved')
    const facts = await factsOf(run)
    expect(groundIn(facts[0])).toMatchObject({ digest: before })
    expect(groundIn(facts.find(({ kind }) => kind === 'stage.started'))).toBe(engines.policies.digest)

    await writeFile(join(directory, 'own.cedar'), 'forbid')
    expect(await refusal(reload())).toMatchObject({ code: 'MUSTER_POLICIES_INVALID' })
    expect(
      engines.policies.decide({
        tenant: DEFAULT_TENANT,
        action: 'ledger.read',
        principal: EVE,
        resource: { type: 'tenant' },
        context: {},
      } as Parameters<typeof engines.policies.decide>[0]).allow,
    ).toBe(true)
  })

  test('a change of policies reopens what waits for a decision, and says what changed, without anybody voting', async () => {
    await start('// none')
    await engine.enforce()
    const run = await submit(GATED)
    await writeFile(join(directory, 'own.cedar'), NO_POST)
    await reload()
    await engine.enforce()
    const [decided, opened] = (await factsOf(run)).slice(-2)
    const changes = 'adds `no-posts`'
    expect(decided).toMatchObject({ verdict: 'reopened', reason: `policy changed: ${changes}` })
    expect(opened).toMatchObject({ kind: 'gate.opened', changed: [`policy: ${changes}`] })
    expect(await vote(run, BOB)).toBe('approved')
    const entries = (await entriesOf(run)).length
    await engine.enforce()
    expect(await entriesOf(run)).toHaveLength(entries)
  })

  test('who changes policies is in the ledger, and needs the leave of those in force for the whole fleet', async () => {
    await start('// none')
    await engines.ledger.createTenant('acme')
    await writeFile(join(directory, 'own.cedar'), NO_POST)
    const before = engines.policies.digest
    expect(await refusal(reload(EVE))).toMatchObject({ code: 'MUSTER_POLICY_DENIED' })
    expect((await refusal(reload(OWNER, 'acme'))).message).toContain('`tenants-stay-apart` forbids it')
    expect(engines.policies.digest).toBe(before)
    expect(engine.policies.named()).toBe(false)
    const kept = await engine.refusals.list(DEFAULT_TENANT, { refusals: null, register: null }, 10)
    expect(kept.entries).toMatchObject([{ what: 'refused', door: 'policy.change', by: EVE }])
    const { digest } = await reload()
    expect(await reload()).toEqual({ digest, changed: false })
    const links = (await engines.ledger.revocations(new Map())).map(({ body }) => openRevocation(body))
    expect(links).toMatchObject([
      {
        kind: 'policies',
        target: digest,
        by: OWNER,
        policy: { digest: before, because: ['owners-do-everything'] },
      },
    ])
  })

  test('a process that learns of policies which it cannot load denies everything, and decides nothing by older ones', async () => {
    await start('// none')
    const other = await openEngines(async () => engines.ledger, join(directory, '..'))
    const lost = await other.open()
    await writeFile(join(directory, 'own.cedar'), NO_POST)
    const { digest } = await reload()
    // It has not heard of it; what it decides is not written, so it looks, and finds that it knows nothing.
    expect(await refusal(lost.submit(submissionOf(PLAIN)))).toMatchObject({ code: 'MUSTER_POLICY_DENIED' })
    expect([other.policies.digest, other.policies.running()]).toEqual([digest, null])
    expect((await submit(PLAIN)).startsWith('plain-')).toBe(true)
  })

  test('a run that may not be started is not started again either', async () => {
    await start(NO_TEMPLATE)
    const run = await submit(PLAIN)
    const by: Actor = { ...ANN, roles: ['viewer'] }
    for (const from of [null, 'work'])
      expect(await refusal(engine.retry({ tenant: DEFAULT_TENANT, run, by, from }))).toMatchObject({
        code: 'MUSTER_POLICY_DENIED',
      })
    expect((await factsOf(run)).at(-1)).toMatchObject({ kind: 'policy.denied', action: 'run.start', on: run })
  })
})
