import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentKey, DEFAULT_TENANT, RedisKeys } from '@muster/core'
import { verifyLedger } from '@muster/ledger'
import { waitFor } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite, type Site, startMuster, type TestMuster } from '../support/muster.ts'
import { type Running, startNode } from '../support/processes.ts'
import { agentsOf } from '../support/processes-of.ts'

const RECOVERY_MS = 15_000

describe('workers as processes', () => {
  let site: Site
  let muster: TestMuster
  const workers = new Map<string, Running>()

  const startWorker = (id: string) => {
    const worker = startNode(
      'apps/worker/dist/main.js',
      ['--tiers', '0,1,2', '--concurrency', '2', '--id', id],
      {
        env: { MUSTER_STORE_URL: site.storeUrl, MUSTER_HOME: muster.home, MUSTER_PROJECT_DIR: tmpdir() },
      },
    )
    workers.set(id, worker)
    return worker
  }
  const fleet = async () => (await muster.connection.client.smembers(RedisKeys.workers)).sort()

  beforeAll(async () => {
    site = await openSite()
    muster = await startMuster(site, 0)
    startWorker('one')
    startWorker('two')
    await waitFor(async () => (await fleet()).length === 2, { timeoutMs: 20_000, everyMs: 50 })
  })
  afterAll(async () => {
    for (const worker of workers.values()) worker.kill('SIGKILL')
    await Promise.all([...workers.values()].map((worker) => worker.ended))
    await muster?.stop()
    await site?.close()
  })

  test('two processes share the stages of one run', async () => {
    const stages = Array.from(
      { length: 8 },
      (_, at) => `  - { name: s${at}, template: script, config: { inputs: { run: 'sleep 0.2' } } }`,
    )
    const { id } = await muster.submit(`name: shared\nstages:\n${stages.join('\n')}\n`)
    expect((await muster.ended(id, 30_000)).status).toBe('succeeded')
    const by = new Set((await muster.ledger.attempts(id)).map(({ worker }) => worker))
    expect([...by].sort()).toEqual(['one', 'two'])
  }, 40_000)

  test('a worker killed in EXECUTE leaves no agent behind, and the run ends on the other within 15 s', async () => {
    const marks = join(mkdtempSync(join(tmpdir(), 'muster-marks-')), 'marks')
    const run = `echo on >> ${marks}; if [ "$(wc -l < ${marks})" -eq 1 ]; then sleep 300; fi`
    const { id } = await muster.submit(
      `name: killed\nstages:\n  - { name: work, template: script, config: { inputs: { run: '${run}' } } }\n`,
    )
    await waitFor(() => existsSync(marks), { timeoutMs: 15_000, everyMs: 10 })
    const shown = () =>
      muster.connection.client.hgetall(
        RedisKeys.agentState(agentKey({ tenant: DEFAULT_TENANT, run: id, stage: 'work' })),
      )
    const state = await waitFor(async () => {
      const fields = await shown()
      return fields['phase'] === 'EXECUTE' ? fields : null
    })
    const victim = workers.get(state['worker'] ?? '')
    expect(victim).toBeDefined()
    const agents = agentsOf(muster.home)
    expect(agents.length).toBeGreaterThan(0)
    const killedAt = performance.now()
    victim?.kill('SIGKILL')
    await victim?.ended
    await waitFor(() => !agentsOf(muster.home).some((pid) => agents.includes(pid)), {
      timeoutMs: 5_000,
      everyMs: 10,
    })

    expect((await muster.ended(id, RECOVERY_MS)).status).toBe('succeeded')
    expect(performance.now() - killedAt).toBeLessThan(RECOVERY_MS)
    const committed = (await muster.ledger.attempts(id)).filter(({ status }) => status === 'succeeded')
    expect(committed.map(({ phase }) => phase).sort()).toEqual(
      ['BOOTSTRAP', 'EXECUTE', 'EXIT', 'PACKAGE', 'PLAN', 'PREFLIGHT', 'REPORT', 'VERIFY'].sort(),
    )
    const executed = committed.find(({ phase }) => phase === 'EXECUTE')
    expect(executed?.worker).not.toBe(state['worker'])
    expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
  }, 60_000)

  test('SIGTERM drains: what a worker does is finished, and it takes no more', async () => {
    startWorker('three')
    await waitFor(async () => (await fleet()).includes('three'), { timeoutMs: 20_000, everyMs: 50 })
    const { id } = await muster.submit(
      `name: drained\nstages:\n  - { name: work, template: script, config: { inputs: { run: 'sleep 1' } } }\n`,
    )
    const state = RedisKeys.agentState(agentKey({ tenant: DEFAULT_TENANT, run: id, stage: 'work' }))
    await waitFor(async () => (await muster.connection.client.hget(state, 'phase')) === 'EXECUTE', {
      timeoutMs: 15_000,
      everyMs: 5,
    })
    const holder = (await muster.connection.client.hget(state, 'worker')) ?? ''
    const worker = workers.get(holder)
    worker?.kill('SIGTERM')
    expect(await worker?.ended).toBe(0)
    expect((await muster.ended(id)).status).toBe('succeeded')
    const executed = (await muster.ledger.attempts(id)).filter(({ phase }) => phase === 'EXECUTE')
    expect(executed.map(({ worker: by, status, fence }) => [by, status, fence])).toEqual([
      [holder, 'succeeded', 4],
    ])
  }, 60_000)
})
