import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AttemptJob,
  agentKey,
  DEFAULT_TENANT,
  type Log,
  QueueNames,
  RedisKeys,
  type Tier,
} from '@muster/core'
import { openPgliteLedger } from '@muster/ledger'
import { startRedis, waitFor } from '@muster/testing'
import { type Job, Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SILENT, startMuster, type TestMuster } from '../support/muster.ts'

/** Somebody can write to the store, with a client as anyone may have: what workers make of jobs that no planner put there. */
let muster: TestMuster
let directory: string
let close: () => Promise<void>
/** What workers did: a line for each attempt that they worked. */
let worked = 0
const counting: Log = {
  ...SILENT,
  debug: (_facts, message) => void (worked += Number(message === 'attempt ended')),
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-injected-'))
  const [redis, ledger] = await Promise.all([startRedis(), openPgliteLedger(null, Date.now)])
  const site = { ledger, storeUrl: redis.url, close: () => ledger.close() }
  muster = await startMuster(site, 2, undefined, undefined, {
    log: counting,
    project: directory,
    tiers: [0, 1, 2, 3, 4],
  })
  close = async () => {
    await muster.stop()
    await ledger.close()
    await redis.stop()
    await rm(directory, { recursive: true, force: true })
  }
})
afterAll(() => close())

const queueOf = (name: string) =>
  new Queue(name, { connection: muster.connection.client, skipVersionCheck: true })

/** Puts a job into a queue, and waits until a worker has taken it out. */
async function inject(data: unknown, tier: Tier = 1): Promise<void> {
  const queue = queueOf(QueueNames.tier(tier))
  const { id = '' } = await queue.add('EXECUTE', data, { attempts: 1 })
  await waitFor(async () => ['completed', 'failed'].includes((await queue.getJobState(id)) as string), {
    timeoutMs: 15_000,
    everyMs: 20,
  })
  await queue.close()
}

/** A run that has ended, and the jobs of its phases, as anyone finds them in the store. */
async function finishedRun(): Promise<{ readonly run: string; readonly jobs: readonly AttemptJob[] }> {
  const { id } = await muster.submit(pipeline('true'))
  expect((await muster.ended(id)).status).toBe('succeeded')
  return { run: id, jobs: await waitFor(async () => whole(await jobsOf(id)), { timeoutMs: 5_000 }) }
}

const whole = (jobs: readonly AttemptJob[]) => (jobs.length === 8 ? jobs : null)

async function jobsOf(
  run: string,
  state: 'completed' | 'active' = 'completed',
): Promise<readonly AttemptJob[]> {
  const workers = await muster.connection.client.smembers(RedisKeys.stickyWorkers)
  const names = [QueueNames.tier(1), ...workers.map(QueueNames.worker)]
  const all = await Promise.all(
    names.map(async (name) => {
      const queue = queueOf(name)
      const jobs = (await queue.getJobs([state])) as Job<AttemptJob>[]
      await queue.close()
      return jobs.map(({ data }) => data)
    }),
  )
  return all
    .flat()
    .filter((job) => job.run === run)
    .toSorted((one, other) => one.fence - other.fence)
}

const pipeline = (script: string) =>
  `name: one\nstages:\n  - { name: a, template: script, config: { tier: 1, inputs: { run: '${script}' } } }\n`
const refusals = async (run: string) =>
  (await muster.entries(run)).flatMap(({ cause }) =>
    cause.kind === 'attempt.refused' ? [cause.because] : [],
  )

/** Injects jobs for a run: nothing is worked, nothing moves, and each is recorded. Answers why each was refused. */
async function refused(run: string, jobs: readonly unknown[], tier: Tier = 1): Promise<readonly string[]> {
  const [stages, { length: recorded }] = await Promise.all([muster.stages(run), refusals(run)])
  const before = worked
  for (const job of jobs) await inject(job, tier)
  const all = await waitFor(async () => {
    const now = await refusals(run)
    return now.length >= recorded + jobs.length ? now : null
  })
  expect(worked).toBe(before)
  expect(await muster.stages(run)).toEqual(stages)
  return all.slice(recorded)
}

const each = (count: number, because: string) =>
  Array.from({ length: count }, () => expect.stringContaining(because) as string)

describe('a job that no planner sealed', () => {
  test('is not worked and is recorded: for a higher tier, another tenant, another program, a finished run', async () => {
    const { run, jobs } = await finishedRun()
    const execute = jobs.find(({ phase }) => phase === 'EXECUTE')
    if (execute === undefined) throw new Error('nothing was EXECUTEd')
    const { seal: _seal, ...bare } = execute
    const forged = 'not sealed by this Muster'
    expect(await refused(run, [{ ...execute, tier: 4 }], 4)).toEqual(each(1, forged))
    const changes = [
      { tenant: 'acme' },
      { fence: 99 },
      { brief: `sha256:${'0'.repeat(64)}` },
      { seal: { at: Date.now(), mac: execute.seal?.mac } },
    ]
    const altered = [bare, ...changes.map((change) => ({ ...execute, ...change }))]
    expect(await refused(run, altered)).toEqual(each(5, forged))
  })

  test('that is no job at all is dropped', async () => {
    const before = worked
    for (const junk of [{}, [], 'text', { run: 7 }, { run: 'no-such-run', seal: 1 }, null]) await inject(junk)
    expect(worked).toBe(before)
  })
})

describe('an outcome that no worker sealed', () => {
  test('settles nothing and is recorded, also under the seal of its job', async () => {
    const { client } = muster.connection
    const go = join(directory, 'told')
    const { id } = await muster.submit(pipeline(`until [ -e ${go} ]; do sleep 0.05; done`))
    const executing = async () => (await muster.stages(id)).get('a')?.phase === 'EXECUTE'
    await waitFor(executing, { timeoutMs: 15_000 })
    const [execute] = await jobsOf(id, 'active')
    if (execute === undefined) throw new Error('nothing is EXECUTEd')
    const { run, stage, phase, attempt, fence } = execute
    const times = { startedAt: 1, finishedAt: 2 }
    const outcome = { kind: 'succeeded', record: {}, outputs: { owned: true } }
    const text = JSON.stringify({ run, stage, phase, attempt, fence, worker: 'w', ...times, outcome })
    await client.xadd(RedisKeys.outcomes, '*', 'outcome', text)
    await client.xadd(RedisKeys.outcomes, '*', 'seal', execute.seal?.mac ?? '', 'outcome', text)
    const recorded = () => refusals(run)
    const all = await waitFor(async () => ((await recorded()).length >= 2 ? recorded() : null))
    expect(all).toEqual(each(2, 'no worker of this Muster sealed it'))
    expect(await executing()).toBe(true)
    await writeFile(go, '')
    expect((await muster.ended(id)).status).toBe('succeeded')
    expect((await muster.stages(id)).get('a')?.outputs).not.toHaveProperty('owned')
  })
})

describe('a copy of a job that a planner sealed', () => {
  test('is not worked again and is recorded, in whatever order copies come', async () => {
    const { run, jobs } = await finishedRun()
    // The lock of the last one is held for some seconds more, for which its copy would wait.
    const copies = [...jobs.slice(0, -1).toReversed(), ...jobs.slice(0, 3)]
    expect(await refused(run, copies)).toEqual(each(10, 'older than 8'))
  })

  test('is not worked when the store has forgotten the agent: the ledger has not', async () => {
    const { run, jobs } = await finishedRun()
    for (const job of jobs.filter(({ phase }) => phase === 'PLAN' || phase === 'EXECUTE')) {
      await muster.connection.client.del(
        RedisKeys.agentLock(agentKey({ tenant: DEFAULT_TENANT, run, stage: 'a' })),
      )
      expect(await refused(run, [job])).toEqual(each(1, 'older than 8'))
    }
  })

  test('of an earlier phase is not worked while its agent is at a later one, which goes on', async () => {
    const go = join(directory, 'go')
    const { id } = await muster.submit(pipeline(`until [ -e ${go} ]; do sleep 0.05; done`))
    const executing = async () =>
      (await muster.connection.client.hget(
        RedisKeys.agentState(agentKey({ tenant: DEFAULT_TENANT, run: id, stage: 'a' })),
        'phase',
      )) === 'EXECUTE'
    await waitFor(executing, { timeoutMs: 15_000 })
    expect(await refused(id, (await jobsOf(id)).slice(0, 3))).toEqual(each(3, 'older than 4'))
    await writeFile(go, '')
    expect((await muster.ended(id)).status).toBe('succeeded')
  })
})
