import { type Actor, openEntry, type OutcomeMessage } from '@muster/core'
import type { Engine } from '@muster/engine'
import { openPostgresLedger, verifyLedger } from '@muster/ledger'
import { testLedgerUrl } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'

const NAMES = ['ana', 'ben', 'cleo', 'dan', 'eve', 'fay'] as const
const QUORUM = `
name: quorum
stages:
  - { name: ask, type: gate, approvers: [${NAMES.join(', ')}], quorum: 3, timeout: 1m }
  - { name: work, requires: ask }
`
const PLANNED = `
name: planned
stages:
  - { name: first, type: gate, approvers: [ana] }
  - name: act
    requires: first
    config: { tier: 2 }
    approval: { approvers: [ana, 'role:approver'] }
`

const person = (name: string, roles: readonly string[] = []): Actor => ({ kind: 'person', name, roles })
const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'fulfilled' ? null : (result.reason as { code: string }).code

const LEDGERS = [
  ['PGlite', async () => ({ engines: await openEngines(), stop: async () => {} })],
  [
    'Postgres',
    async () => {
      const server = await testLedgerUrl()
      return {
        engines: await openEngines((clock) => openPostgresLedger(server.url, clock)),
        stop: () => server.stop(),
      }
    },
  ],
] as const

describe.each(LEDGERS)('gates on %s', (_name, open) => {
  let engines: Engines
  let stop: () => Promise<unknown>

  beforeAll(async () => {
    const opened = await open()
    engines = opened.engines
    stop = opened.stop
  }, 120_000)
  afterAll(async () => {
    await engines.close()
    await stop()
  })

  const gateOf = async (run: string, stage: string) => {
    const rounds = (await engines.ledger.gates({ run })).filter((gate) => gate.stage === stage)
    const last = rounds.toSorted((a, b) => a.round - b.round).at(-1)
    if (last === undefined) throw new Error(`no gate ${stage}`)
    return last
  }
  const factsOf = async (run: string) =>
    (await engines.ledger.entries(run, 0, 10_000))
      .map(({ body }) => openEntry(body))
      .flatMap(({ cause, effects }) => [cause, ...effects])
  const vote = (run: string, stage: string, name: string, seen: string) =>
    ({
      tenant: 'default',
      run,
      stage,
      voter: person(name),
      decision: 'approve',
      comment: null,
      seen,
    }) as const

  /** Settles attempts of a run until it waits for people; plans are told with this digest. */
  async function settle(engine: Engine, run: string, plan: string): Promise<void> {
    const told = new Set<string>()
    for (;;) {
      await engine.flush()
      const jobs = engines
        .attempts()
        .filter((job) => job.run === run && !told.has(`${job.stage} ${job.fence}`))
      if (jobs.length === 0) return
      for (const job of jobs) told.add(`${job.stage} ${job.fence}`)
      const outcomes = jobs.map((job): OutcomeMessage => {
        const record = { plan: { actions: [{ verb: 'file.write', target: plan }] }, planDigest: plan }
        return job.phase === 'PLAN'
          ? { ...successOf(job), outcome: { kind: 'succeeded', record } }
          : successOf(job)
      })
      await engine.settle(outcomes)
      await engine.flush()
    }
  }

  test('of six who vote at once through three processes three count, there is one verdict, and every refusal has an entry', async () => {
    const voters = await Promise.all([engines.open(), engines.open(), engines.open()])
    const { run } = await (await engines.open()).submit(submissionOf(QUORUM))
    const { digest } = await gateOf(run.id, 'ask')
    const results = await Promise.allSettled(
      NAMES.map((name, index) => voters[index % voters.length]?.decide(vote(run.id, 'ask', name, digest))),
    )
    expect(results.map(codeOf).filter((code) => code === null)).toHaveLength(3)
    expect(new Set(results.map(codeOf))).toEqual(new Set([null, 'MUSTER_GATE_CLOSED']))
    const kinds = (await factsOf(run.id)).map(({ kind }) => kind)
    const count = (kind: string) => kinds.filter((one) => one === kind).length
    expect([count('gate.voted'), count('gate.decided'), count('gate.refused')]).toEqual([3, 1, 3])
    expect((await engines.ledger.votes(run.id)).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test('of votes and a deadline at once one wins, and what comes after is told so', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other, clock] = await Promise.all([engines.open(), engines.open(), engines.open()])
      const { run } = await one.submit(submissionOf(QUORUM))
      const { digest, deadlineAt } = await gateOf(run.id, 'ask')
      for (const name of ['ana', 'ben']) await one.decide(vote(run.id, 'ask', name, digest))
      engines.now = deadlineAt
      const [voted] = await Promise.allSettled([
        other.decide(vote(run.id, 'ask', 'cleo', digest)),
        clock.fireDue(),
      ])
      const { verdict } = await gateOf(run.id, 'ask')
      expect([codeOf(voted), verdict]).toEqual(
        verdict === 'approved' ? [null, 'approved'] : ['MUSTER_GATE_CLOSED', 'expired'],
      )
      expect((await factsOf(run.id)).filter(({ kind }) => kind === 'gate.decided')).toHaveLength(1)
    }
  })

  test('a vote for what has changed since is refused, the gate opens again and says what changed', async () => {
    const engine = await engines.open()
    const { run } = await engine.submit(submissionOf(QUORUM))
    const before = await gateOf(run.id, 'ask')
    await engine.decide(vote(run.id, 'ask', 'ana', before.digest))
    engines.policy = 'sha256:other'
    const [late] = await Promise.allSettled([engine.decide(vote(run.id, 'ask', 'ben', before.digest))])
    expect(codeOf(late as PromiseSettledResult<unknown>)).toBe('MUSTER_GATE_STALE')
    const after = await gateOf(run.id, 'ask')
    expect(after).toMatchObject({ round: 2, verdict: null, about: { changed: ['policy'] } })
    await expect(engine.decide(vote(run.id, 'ask', 'ben', before.digest))).rejects.toMatchObject({
      code: 'MUSTER_GATE_STALE',
    })
    for (const name of ['ana', 'ben', 'cleo']) await engine.decide(vote(run.id, 'ask', name, after.digest))
    expect((await gateOf(run.id, 'ask')).verdict).toBe('approved')
  })

  test('the plan of a tier 2 agent is shown, sent back, shown with its difference, approved, and only then executed', async () => {
    const engine = await engines.open()
    const { run } = await engine.submit(submissionOf(PLANNED))
    await engine.decide(vote(run.id, 'first', 'ana', (await gateOf(run.id, 'first')).digest))
    await settle(engine, run.id, 'sha256:one')
    const shown = await engine.evidence({
      tenant: 'default',
      run: run.id,
      stage: 'act',
      viewer: person('ana'),
    })
    expect(shown).toMatchObject({
      about: 'plan',
      tier: 2,
      plan: { digest: 'sha256:one' },
      difference: null,
      who: { you: { may: true, as: 'ana' }, needs: { approvals: 1, people: 1 } },
      answers: {
        approved: { starts: ['act'], run: 'running' },
        rejected: { fails: ['act'] },
        sent_back: { again: ['act'] },
      },
    })
    const answer = { ...vote(run.id, 'act', 'ana', shown.digest), comment: 'elsewhere' }
    await engine.decide({ ...answer, decision: 'send-back' })
    await settle(engine, run.id, 'sha256:two')
    const again = await engine.evidence({ tenant: 'default', run: run.id, stage: 'act', viewer: null })
    expect(again).toMatchObject({
      round: 2,
      changed: ['plan: 1 action added, 1 action removed'],
      difference: {
        to: { round: 1 },
        plans: { added: [{ target: 'sha256:two' }], removed: [{ target: 'sha256:one' }] },
      },
    })
    await expect(engine.decide({ ...answer, decision: 'approve' })).rejects.toMatchObject({
      code: 'MUSTER_GATE_STALE',
    })
    expect(engines.attempts().some((job) => job.run === run.id && job.phase === 'EXECUTE')).toBe(false)
    await engine.decide(vote(run.id, 'act', 'ana', again.digest))
    await engine.flush()
    expect(engines.attempts().some((job) => job.run === run.id && job.phase === 'EXECUTE')).toBe(true)
  })

  test('one answer decides a set of gates with one rule, each with an entry, and with `all` none of them unless all', async () => {
    const engine = await engines.open()
    const text = 'name: set\nstages:\n  - { name: ask, type: gate, approvers: [ana] }\n'
    const runs = await Promise.all(
      [1, 2, 3].map(async () => (await engine.submit(submissionOf(text))).run.id),
    )
    const gates = await Promise.all(
      runs.map(async (run) => ({ run, stage: 'ask', seen: (await gateOf(run, 'ask')).digest })),
    )
    const request = {
      tenant: 'default',
      voter: person('ana'),
      decision: 'approve',
      comment: null,
      gates,
    } as const
    const stale = [
      ...gates.slice(0, 2),
      { ...gates[2], run: runs[2] ?? '', stage: 'ask', seen: 'sha256:old' },
    ]
    await expect(engine.decideMany({ ...request, mode: 'all', gates: stale })).rejects.toMatchObject({
      code: 'MUSTER_GATE_STALE',
    })
    expect((await gateOf(runs[0] ?? '', 'ask')).verdict).toBeNull()
    const each = await engine.decideMany({ ...request, mode: 'each', gates: stale })
    expect(each.map(({ verdict, refused }) => [verdict, refused?.code ?? null])).toEqual([
      ['approved', null],
      ['approved', null],
      [null, 'MUSTER_GATE_STALE'],
    ])
    const { run: other } = await engine.submit(submissionOf(QUORUM))
    const mixed = [
      ...gates.slice(2),
      { run: other.id, stage: 'ask', seen: (await gateOf(other.id, 'ask')).digest },
    ]
    await expect(engine.decideMany({ ...request, mode: 'each', gates: mixed })).rejects.toMatchObject({
      code: 'MUSTER_GATE_SET',
    })
  })

  test('every chain is whole after that', async () => {
    expect((await verifyLedger(engines.ledger, null)).broken).toEqual([])
  })
})
