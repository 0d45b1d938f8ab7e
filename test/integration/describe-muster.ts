import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentId, DEFAULT_PROJECT, DEFAULT_TENANT, MusterError, RedisKeys } from '@muster/core'
import { verifyLedger } from '@muster/ledger'
import { submitAndWait } from '@muster/store'
import { waitFor } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANN, BOB, CAT, type Site, startMuster, type TestMuster } from '../support/muster.ts'
import * as pipelines from '../support/pipelines.ts'

/** What Muster promises, on any ledger and any store. */
export function describeMuster(name: string, open: () => Promise<Site>): void {
  describe(`Muster on ${name}`, () => {
    let site: Site
    let muster: TestMuster

    beforeAll(async () => {
      site = await open()
      muster = await startMuster(site)
    })
    afterAll(async () => {
      await muster?.stop()
      await site?.close()
    })

    const vote = (
      run: string,
      voter: typeof ANN,
      decision: 'approve' | 'reject',
      comment: string | null = null,
    ) => muster.engine.decide({ tenant: DEFAULT_TENANT, run, stage: 'approve', voter, decision, comment })
    const waiting = (run: string) =>
      waitFor(async () => (await muster.ledger.gates({ run })).length > 0, { timeoutMs: 15_000, everyMs: 25 })

    const executing = (run: string, stage: string) =>
      waitFor(
        async () =>
          (await muster.connection.client.hget(RedisKeys.agentState(agentId(run, stage)), 'phase')) ===
          'EXECUTE',
        { timeoutMs: 15_000, everyMs: 25 },
      )

    test('a stage walks eight phases, each committed once, and the ledger verifies', async () => {
      const { id } = await muster.submit(pipelines.ONE)
      expect((await muster.ended(id)).status).toBe('succeeded')
      const attempts = await muster.ledger.attempts(id)
      expect(attempts.map(({ phase, status }) => `${phase} ${status}`)).toEqual(
        ['BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY', 'PACKAGE', 'REPORT', 'EXIT'].map(
          (phase) => `${phase} succeeded`,
        ),
      )
      const { broken, entries } = await verifyLedger(muster.ledger, [id])
      expect(broken).toEqual([])
      // It was submitted, walked through eight phases, had its plan approved, and was permitted to EXECUTE.
      expect(entries).toBe(11)
    })

    test('a diamond with a parallel nested in a condition runs what it takes and skips what it does not', async () => {
      const { id } = await muster.submit(pipelines.DIAMOND)
      expect((await muster.ended(id)).status).toBe('succeeded')
      expect(await muster.statuses(id)).toMatchObject({
        'choose.fan.one': 'succeeded',
        'choose.fan.two': 'succeeded',
        'choose.fan.three': 'succeeded',
        'choose.shallow': 'skipped',
        join: 'succeeded',
      })
      const stages = await muster.stages(id)
      const start = (stage: string) => stages.get(stage)?.startedAt ?? 0
      const end = (stage: string) => stages.get(stage)?.finishedAt ?? 0
      expect(start('choose.fan.two')).toBeGreaterThanOrEqual(end('choose.fan.one'))
      expect(start('choose.fan.three')).toBeGreaterThanOrEqual(end('choose.fan.two'))
      expect(start('join')).toBeGreaterThanOrEqual(end('choose'))
    })

    test('the other branch is taken for other inputs', async () => {
      const { id } = await muster.submit(pipelines.DIAMOND, { deep: false })
      expect((await muster.ended(id)).status).toBe('succeeded')
      expect(await muster.statuses(id)).toMatchObject({
        'choose.shallow': 'succeeded',
        'choose.fan': 'skipped',
        join: 'skipped',
      })
    })

    test('foreach runs its body once for each element', async () => {
      const { id } = await muster.submit(pipelines.FOREACH, { regions: ['x', 'y', 'z'] })
      expect((await muster.ended(id)).status).toBe('succeeded')
      const stages = await muster.stages(id)
      const regions = [...stages.values()]
        .filter(({ type }) => type === 'agent')
        .map(({ outputs }) => outputs['region'])
      expect(regions.sort()).toEqual(['x', 'y', 'z'])
    })

    test('a failing attempt is tried again and succeeds at the second', async () => {
      const { id } = await muster.submit(pipelines.RETRY)
      expect((await muster.ended(id)).status).toBe('succeeded')
      const executes = (await muster.ledger.attempts(id)).filter(({ phase }) => phase === 'EXECUTE')
      expect(executes.map(({ attempt, status }) => [attempt, status])).toEqual([
        [1, 'failed'],
        [2, 'succeeded'],
      ])
    })

    test('a stage that outlives its timeout is killed, packages, and lets those run who wait for failure', async () => {
      const { id } = await muster.submit(pipelines.TIMEOUT)
      const run = await muster.ended(id)
      expect([run.status, run.reason]).toEqual([
        'failed',
        '`slow` did not succeed: it took longer than its timeout',
      ])
      expect(await muster.statuses(id)).toEqual({
        slow: 'timed_out',
        after: 'skipped',
        alarm: 'succeeded',
        always: 'succeeded',
      })
      expect((await muster.stages(id)).get('slow')?.manifest).toMatch(/^sha256:/)
    })

    test('a gate with two approvers stays open after one approval', async () => {
      const { id } = await muster.submit(pipelines.GATE)
      await waiting(id)
      expect(await vote(id, BOB, 'approve')).toBeNull()
      await expect(vote(id, BOB, 'approve')).rejects.toMatchObject({ code: 'MUSTER_GATE_VOTED' })
      await expect(vote(id, ANN, 'approve')).rejects.toMatchObject({ code: 'MUSTER_GATE_AUTHOR' })
      const dan = { kind: 'person', name: 'dan', roles: [] } as const
      await expect(vote(id, dan, 'approve')).rejects.toMatchObject({ code: 'MUSTER_GATE_NOT_APPROVER' })
      expect((await muster.statuses(id))['deploy']).toBe('pending')
      expect(await vote(id, CAT, 'approve', 'looks right')).toBe('approved')
      expect((await muster.ended(id)).status).toBe('succeeded')
      await expect(vote(id, CAT, 'reject')).rejects.toMatchObject({ code: 'MUSTER_GATE_CLOSED' })
    })

    test('votes cast at once decide the gate exactly once', async () => {
      const { id } = await muster.submit(pipelines.GATE)
      await waiting(id)
      const votes = await Promise.allSettled([BOB, BOB, CAT, CAT].map((voter) => vote(id, voter, 'approve')))
      expect(votes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      await muster.ended(id)
      const decided = (await muster.entries(id)).flatMap(({ effects }) =>
        effects.filter((fact) => fact.kind === 'gate.decided' && fact.stage === 'approve'),
      )
      expect(decided).toHaveLength(1)
    })

    test('a rejected gate fails the run and skips what it guards, with the comment as the reason', async () => {
      const { id } = await muster.submit(pipelines.GATE)
      await waiting(id)
      expect(await vote(id, BOB, 'reject', 'too risky')).toBe('rejected')
      const run = await muster.ended(id)
      expect([run.status, run.reason]).toEqual([
        'failed',
        '`approve` did not succeed: rejected by bob: too risky',
      ])
      expect((await muster.statuses(id))['deploy']).toBe('skipped')
    })

    test('an expired gate rejects', async () => {
      const { id } = await muster.submit(pipelines.EXPIRING)
      const run = await muster.ended(id)
      expect([run.status, run.reason]).toEqual([
        'failed',
        '`approve` did not succeed: nobody decided in time',
      ])
      const [gate] = await muster.ledger.gates({ run: id })
      expect(gate?.verdict).toBe('expired')
    })

    test('a missing binary fails PREFLIGHT and says which, which version, and how to install it', async () => {
      const { id } = await muster.submit(pipelines.MISSING_BINARY)
      const run = await muster.ended(id)
      expect(run.status).toBe('failed')
      expect(run.reason).toMatch(/PREFLIGHT: .*`terraform`.*>=\d.*nstall/)
    })

    test('a cancelled run kills its agents, leaves evidence, and ends cancelled', async () => {
      const counter = join(mkdtempSync(join(tmpdir(), 'muster-count-')), 'count')
      const { id } = await muster.submit(pipelines.slow(60, counter))
      const state = RedisKeys.agentState(agentId(id, 'work'))
      await waitFor(async () => (await muster.connection.client.hget(state, 'phase')) === 'EXECUTE', {
        timeoutMs: 15_000,
        everyMs: 25,
      })
      await muster.engine.cancel({ tenant: DEFAULT_TENANT, run: id, by: BOB, reason: 'changed my mind' })
      const run = await muster.ended(id)
      expect([run.status, run.reason]).toEqual(['cancelled', 'changed my mind'])
      expect((await muster.stages(id)).get('work')?.manifest).toMatch(/^sha256:/)
      await expect(
        muster.engine.cancel({ tenant: DEFAULT_TENANT, run: id, by: BOB, reason: null }),
      ).rejects.toMatchObject({
        code: 'MUSTER_RUN_ENDED',
      })
    })

    test('an error spike spends the budget, one clarification mends it, and the run succeeds', async () => {
      const { id } = await muster.submit(pipelines.SPIKE)
      expect((await muster.ended(id)).status).toBe('succeeded')
      const attempts = await muster.ledger.attempts(id)
      const executes = attempts.filter(({ phase }) => phase === 'EXECUTE')
      expect(executes.map(({ status }) => status)).toEqual(['failed', 'failed', 'succeeded'])
      const plans = attempts.flatMap(({ phase, record }) => (phase === 'PLAN' ? [record] : []))
      expect(new Set(plans.map((record) => Object(record).planDigest)).size).toBe(2)
      expect((await muster.stages(id)).get('spiky')?.budget).toMatchObject({
        limits: { errors: 2 },
        spent: { errors: 0 },
        total: { errors: 2, kinds: { MUSTER_AGENT_FAILED: 2 }, attempts: { EXECUTE: 3 } },
        clarification: { number: 1, because: '2 of 2 errors', learnt: ['it spikes', 'it spikes'] },
      })
    })

    test('an agent that writes more than it may is stopped each time, and revoked after two clarifications', async () => {
      const { id } = await muster.submit(pipelines.HOPELESS)
      const run = await muster.ended(id)
      expect([run.status, run.reason]).toEqual([
        'revoked',
        expect.stringMatching(/`flood` did not succeed: its budget is spent: \d+ of 200000 bytes of output/),
      ])
      const executes = (await muster.ledger.attempts(id)).filter(({ phase }) => phase === 'EXECUTE')
      expect(executes.map(({ record }) => Object(Object(record).fault).code)).toEqual(
        Array.from({ length: 3 }, () => 'MUSTER_BUDGET_SPENT'),
      )
    })

    test('errors that an agent reports spend its budget; told what went wrong it plans anew, and succeeds', async () => {
      const { id } = await muster.submit(pipelines.reporting(false))
      const run = await muster.ended(id)
      expect([run.status, run.reason]).toEqual(['succeeded', null])
      const stage = (await muster.stages(id)).get('net')
      const [first, second] = (await muster.ledger.attempts(id)).flatMap(({ phase, record }) =>
        phase === 'PLAN' ? [String(Object(record).planDigest)] : [],
      )
      expect(first).not.toBe(second)
      const told = {
        number: 1,
        voids: first,
        because: expect.stringMatching(/^\d of 2 errors$/),
        errors: [
          expect.stringMatching(/^EXECUTE: net: the peer refused \(\d times\)$/),
          expect.stringContaining('its budget is spent'),
        ],
      }
      // What it was told is what it put out.
      expect(stage?.outputs).toMatchObject({ told })
      expect(stage?.budget).toMatchObject({
        spent: { errors: 0 },
        total: { attempts: { PLAN: 2, EXECUTE: 2 } },
        clarification: { ...told, changes: 'it asks another peer' },
      })
    })

    test('an agent that reports the same errors whatever it is told is revoked past its clarifications', async () => {
      const { id } = await muster.submit(pipelines.reporting(true))
      const run = await muster.ended(id)
      expect([run.status, run.reason]).toEqual([
        'revoked',
        expect.stringMatching(
          /`net` did not succeed: its budget is spent: \d of 2 errors; its plan was clarified 1 times/,
        ),
      ])
      const { broken } = await verifyLedger(muster.ledger, [id])
      expect(broken).toEqual([])
      const facts = (await muster.entries(id)).flatMap(({ cause, effects }) => [cause, ...effects])
      const of = facts.flatMap((fact) => ('stage' in fact && fact.stage === 'net' ? [fact] : []))
      expect(of.at(-1)).toMatchObject({ kind: 'stage.finished', status: 'revoked' })
    })

    test('an agent that is revoked dies, and the run goes on without it', async () => {
      const { id } = await muster.submit(pipelines.HOLDING)
      const of = { tenant: DEFAULT_TENANT, by: BOB, reason: 'compromised' }
      await executing(id, 'held')
      await muster.engine.revoke({ ...of, scope: 'agent', id: agentId(id, 'held') })
      expect((await muster.ended(id)).status).toBe('revoked')
      expect(await muster.statuses(id)).toEqual({ held: 'revoked', after: 'skipped', alarm: 'succeeded' })
      expect((await verifyLedger(muster.ledger, null)).broken).toEqual([])
    })

    test('what a revoked worker has at hand is done by another, and a lifted one works again', async () => {
      const { id } = await muster.submit(pipelines.HOLDING)
      await executing(id, 'held')
      const state = RedisKeys.agentState(agentId(id, 'held'))
      const first = await muster.connection.client.hget(state, 'worker')
      const of = {
        tenant: DEFAULT_TENANT,
        scope: 'worker',
        id: first ?? '',
        by: BOB,
        reason: 'stolen',
      } as const
      expect(await muster.engine.revoke(of)).toMatchObject({ changed: true, runs: 1 })
      await waitFor(
        async () => {
          const second = await muster.connection.client.hget(state, 'worker')
          return second !== null && second !== first
        },
        { timeoutMs: 15_000, everyMs: 25 },
      )
      const lost = (await muster.entries(id)).filter(({ cause }) => cause.kind === 'attempt.lost')
      expect(lost).toHaveLength(1)
      await muster.engine.lift({ ...of, reason: 'found' })
      await muster.engine.revoke({ ...of, scope: 'run', id, reason: 'enough' })
      expect((await muster.ended(id)).status).toBe('revoked')
      const runs = await Promise.all(Array.from({ length: 8 }, () => muster.submit(pipelines.ONE)))
      for (const run of runs) expect((await muster.ended(run.id)).status).toBe('succeeded')
      const workers = new Set<string | null>()
      for (const run of runs)
        for (const { worker } of await muster.ledger.attempts(run.id)) workers.add(worker)
      expect(workers).toContain(first)
    })

    test('a failed run that is retried repeats only what did not succeed', async () => {
      const flag = join(mkdtempSync(join(tmpdir(), 'muster-flag-')), 'flag')
      const yaml = `
name: fixable
stages:
  - { name: first, template: script }
  - { name: second, template: script, requires: [first], config: { inputs: { run: 'test -e ${flag}' } } }
`
      const { id } = await muster.submit(yaml)
      expect((await muster.ended(id)).status).toBe('failed')
      await import('node:fs/promises').then(({ writeFile }) => writeFile(flag, ''))
      await muster.engine.retry({ tenant: DEFAULT_TENANT, run: id, by: ANN })
      expect((await muster.ended(id)).status).toBe('succeeded')
      const firsts = (await muster.ledger.attempts(id)).filter(({ stage }) => stage === 'first')
      expect(firsts).toHaveLength(8)
    })

    test('one idempotency key is one run, and another document under it is refused', async () => {
      const [one, other] = await Promise.all([
        muster.submit(pipelines.ONE, {}, 'key-1'),
        muster.submit(pipelines.ONE, {}, 'key-1'),
      ])
      expect(one.id).toBe(other.id)
      await expect(muster.submit(pipelines.RETRY, {}, 'key-1')).rejects.toMatchObject({
        code: 'MUSTER_IDEMPOTENCY_CONFLICT',
      })
    })

    test('a trimmed run says that it was, is not retried or stopped, and takes no more outcomes', async () => {
      const { id } = await muster.submit(pipelines.MISSING_BINARY, {}, 'key-trimmed')
      const before = await muster.ended(id)
      await waitFor(async () => (await muster.ledger.trim(Date.now() + 1, Date.now())) === 0)
      const row = await muster.ledger.run(DEFAULT_TENANT, id)
      expect(row).toEqual({ ...before, trimmedAt: expect.any(Number) })
      const of = { tenant: DEFAULT_TENANT, run: id, by: ANN }
      await expect(muster.engine.retry(of)).rejects.toMatchObject({ code: 'MUSTER_RUN_TRIMMED' })
      await expect(muster.engine.cancel({ ...of, reason: null })).rejects.toMatchObject({
        code: 'MUSTER_RUN_TRIMMED',
      })
      const outcome = { kind: 'succeeded', record: {} } as const
      const late = { run: id, stage: 'a', phase: 'EXECUTE', worker: 'w', attempt: 1, fence: 1 }
      await muster.engine.settle([{ ...late, startedAt: 1, finishedAt: 2, outcome }])
      expect(await muster.ledger.run(DEFAULT_TENANT, id)).toEqual(row)
      expect(await verifyLedger(muster.ledger, [id])).toEqual({
        runs: 1,
        entries: 0,
        trimmed: 1,
        revocations: 0,
        refusals: 0,
        broken: [],
      })
      expect((await muster.submit(pipelines.MISSING_BINARY, {}, 'key-trimmed')).id).toBe(id)
    })

    test('a submission through the queue ends in the same admission', async () => {
      const job = {
        tenant: DEFAULT_TENANT,
        project: DEFAULT_PROJECT,
        pipeline: pipelines.ONE,
        inputs: {},
        idempotencyKey: 'q1',
        by: 'script',
      }
      const answer = await submitAndWait(muster.connection, job, 15_000)
      expect(answer).toMatchObject({ created: true })
      const bad = { ...job, pipeline: 'name: [', idempotencyKey: 'q2' }
      await expect(submitAndWait(muster.connection, bad, 15_000)).rejects.toThrow(MusterError)
      // Nobody proves at the queue which tenant they are of.
      await muster.ledger.createTenant('another')
      const theirs = submitAndWait(muster.connection, { ...job, tenant: 'another' }, 15_000)
      await expect(theirs).rejects.toMatchObject({ code: 'MUSTER_NOT_ALLOWED' })
    })

    test('a store that loses everything in the middle of a run costs nothing but time', async () => {
      const counter = join(mkdtempSync(join(tmpdir(), 'muster-count-')), 'count')
      const { id } = await muster.submit(pipelines.slow(1, counter))
      await waitFor(() => readable(counter), { timeoutMs: 15_000, everyMs: 10 })
      await flush(muster)
      expect((await muster.ended(id, 40_000)).status).toBe('succeeded')
      const settled = (await muster.ledger.attempts(id)).filter(({ status }) => status === 'succeeded')
      expect(new Set(settled.map(({ stage, phase }) => `${stage} ${phase}`)).size).toBe(settled.length)
      expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
    }, 60_000)
  })
}

function readable(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').length > 0
  } catch {
    return false
  }
}

/** Deletes all data of the store, on every node. */
async function flush({ connection }: TestMuster): Promise<void> {
  const { client } = connection
  const nodes = 'nodes' in client ? client.nodes('master') : [client]
  await Promise.all(nodes.map((node) => node.flushall()))
}
