import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { AGENT_PHASES_ORDERED, RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { executing, openShop } from './support/shop.ts'

/** The agent as keys name it. */
const AGENT = 'default/r1.work'

test('an agent walks its eight phases, one job each, and is registered from BOOTSTRAP to EXIT', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  for (const [index, phase] of AGENT_PHASES_ORDERED.entries()) {
    await shop.send(phase, executing('echo hello'), { fence: index + 1 })
    const { outcome, worker } = await shop.outcome(phase, index + 1)
    expect([phase, outcome.kind, worker]).toEqual([phase, 'succeeded', 'w1'])
    const registered = phase === 'EXIT' ? [] : ['r1.work']
    await waitFor(async () => isDeepStrictEqual(await shop.state.agents('default/default'), registered))
  }
  const keys = await shop.connection.client.keys('*r1.work*')
  expect(keys.length).toBeGreaterThan(2)
  expect(keys.filter((key) => !/[:](?:default\/r1\.work:|default\.r1\.work\.)/.test(key))).toEqual([])
  const lines = await shop.logs.read(AGENT, null, 10)
  expect(lines.map(({ line }) => [line.phase, line.text])).toEqual([['EXECUTE', 'hello']])
  expect(await shop.fleet.workers()).toMatchObject([{ id: 'w1', tiers: [2], concurrency: 2 }])
})

test('an EXECUTE that was reported is not worked again, and an older fence is not worked at all', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  await shop.send('EXECUTE', {}, { fence: 5 })
  await shop.outcome('EXECUTE', 5)
  await shop.send('EXECUTE', {}, { fence: 5, attempt: 2 })
  await shop.send('EXECUTE', {}, { fence: 4 })
  await shop.send('VERIFY', {}, { fence: 6 })
  await shop.outcome('VERIFY', 6)
  expect((await shop.outcomes()).map(({ fence }) => fence)).toEqual([5, 6])
})

test('a worker shows the agent that it goes on holding, in the phase it is in', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  const template = executing('exec sleep 1000')
  await shop.send('PLAN', template, { fence: 1 })
  await shop.outcome('PLAN', 1)
  await shop.send('EXECUTE', template, { fence: 2 })
  await waitFor(async () => (await shop.state.read(AGENT))?.['phase'] === 'EXECUTE')
  expect(await shop.state.read(AGENT)).toMatchObject({ status: 'running', worker: 'w1', fence: '2' })
  await shop.stop('r1.work', 2)
})

test('an agent that another worker holds is waited for', async () => {
  const shop = await openShop()
  const somebody = { agent: AGENT, holder: 'somebody', fence: 1, settled: 0 }
  await shop.lock.acquire(somebody, 60_000)
  await shop.startHere('w1')
  await shop.send('BOOTSTRAP', {}, { fence: 1 })
  await sleep(600)
  expect(await shop.outcomes()).toEqual([])
  await shop.lock.release(somebody)
  await shop.outcome('BOOTSTRAP', 1)
})

test('a job that five workers took up and never answered is failed without being worked', async () => {
  const shop = await openShop()
  const { client } = shop.connection
  await shop.send('EXECUTE', executing(`touch ${join(shop.directory, 'worked')}`), { fence: 1 })
  const [job = ''] = (await client.keys('bull:*')).filter((key) => key.endsWith('r1.work.EXECUTE.1.1'))
  // What BullMQ counts when it puts a stalled job back.
  await client.hset(job, 'stc', 5)
  await shop.startHere('w1')
  const { outcome } = await shop.outcome('EXECUTE', 1)
  expect(outcome).toMatchObject({ kind: 'failed', retryable: false, fault: { code: 'MUSTER_WORKER_LOST' } })
  await expect(access(join(shop.directory, 'worked'))).rejects.toThrow('ENOENT')
})

test('a stop kills the agent at once and appends no outcome', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  const started = join(shop.directory, 'started')
  const template = executing(`trap "" TERM; echo on > ${started}; sleep 1000 & wait; sleep 1000`)
  await shop.send('PLAN', template, { fence: 1 })
  await shop.outcome('PLAN', 1)
  await shop.send('EXECUTE', template, { fence: 2 })
  await waitFor(() => shop.text('started'))
  await shop.stop('r1.work', 2)
  await waitFor(() => shop.agents().length === 0)
  await shop.send('PACKAGE', template, {
    fence: 3,
    settled: 1,
    ending: { status: 'cancelled', reason: null },
  })
  await shop.outcome('PACKAGE', 3)
  expect((await shop.outcomes()).map(({ phase }) => phase)).toEqual(['PLAN', 'PACKAGE'])
})

test('an attempt that was stopped before it was taken up is not worked', async () => {
  const shop = await openShop()
  await shop.stop('r1.work', 1)
  await shop.startHere('w1')
  await shop.send('BOOTSTRAP', {}, { fence: 1 })
  await shop.send('PACKAGE', {}, { fence: 2 })
  await shop.outcome('PACKAGE', 2)
  expect(await shop.outcomes()).toHaveLength(1)
})

test('what follows an attempt on the same worker is worked under its lock, and a stop in between is heard', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  const fenceOfLock = () => shop.connection.client.hget(RedisKeys.agentLock(AGENT), 'fence')
  await shop.send('BOOTSTRAP', {}, { fence: 1 })
  await shop.outcome('BOOTSTRAP', 1)
  await shop.send('PREFLIGHT', {}, { fence: 2, settled: 1 })
  await shop.outcome('PREFLIGHT', 2)
  expect(await fenceOfLock()).toBe('1')
  await shop.stop('r1.work', 3)
  await shop.send('PLAN', {}, { fence: 3, settled: 2 })
  await shop.send('PACKAGE', {}, { fence: 4, settled: 2 })
  await shop.outcome('PACKAGE', 4)
  expect((await shop.outcomes()).map(({ phase }) => phase)).toEqual(['BOOTSTRAP', 'PREFLIGHT', 'PACKAGE'])
  expect(await fenceOfLock()).toBe('4')
})

test('the worker that began with an agent goes on with it, as long as it is there', async () => {
  const shop = await openShop()
  const workers = [await shop.startHere('w1'), await shop.startHere('w2')]
  await shop.send('BOOTSTRAP', {}, { fence: 1 })
  const { worker: home, warm } = await shop.outcome('BOOTSTRAP', 1)
  expect(warm).toBe(true)
  for (const [index, phase] of (['PREFLIGHT', 'PLAN', 'VERIFY'] as const).entries()) {
    await shop.send(phase, {}, { fence: 2 + index }, home)
    expect((await shop.outcome(phase, 2 + index)).worker).toBe(home)
  }
  await workers[home === 'w1' ? 0 : 1]?.stop()
  await shop.send('REPORT', {}, { fence: 5 }, home)
  expect((await shop.outcome('REPORT', 5)).worker).toBe(home === 'w1' ? 'w2' : 'w1')
})

test('a worker that loses the lock kills its agent and appends nothing', async () => {
  const shop = await openShop()
  const worker = await shop.startHere('w1')
  const template = executing(`echo on > ${join(shop.directory, 'started')}; exec sleep 1000`)
  await shop.send('PLAN', template, { fence: 1 })
  await shop.outcome('PLAN', 1)
  await shop.send('EXECUTE', template, { fence: 2 })
  await waitFor(() => shop.text('started'))
  await shop.connection.client.del(RedisKeys.agentLock(AGENT))
  await shop.lock.acquire({ agent: AGENT, holder: 'somebody', fence: 3, settled: 0 }, 60_000)
  await waitFor(() => shop.agents().length === 0)
  await worker.stop()
  expect(await shop.outcomes()).toHaveLength(1)
})

test('a failed attempt is an outcome, and its job says why', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  await shop.send('EXECUTE', {}, { fence: 1 })
  const { outcome } = await shop.outcome('EXECUTE', 1)
  expect(outcome).toMatchObject({
    kind: 'failed',
    fault: { message: expect.stringContaining('does not have the plan') as string },
  })
  await waitFor(async () => (await shop.connection.client.zcard('bull:{muster-t2}:failed')) === 1)
})

test('stop waits for the attempt under way; abort hands it back for another worker', async () => {
  const shop = await openShop()
  const go = join(shop.directory, 'go')
  const template = executing(
    `echo on >> ${join(shop.directory, 'started')}; while [ ! -e ${go} ]; do sleep 0.05; done`,
  )
  const first = await shop.startHere('w1')
  await shop.send('PLAN', template, { fence: 1 })
  await shop.outcome('PLAN', 1)
  await shop.send('EXECUTE', template, { fence: 2 })
  await waitFor(() => shop.text('started'))
  const stopped = first.stop()
  expect(await Promise.race([stopped.then(() => 'stopped'), sleep(300, 'waiting')])).toBe('waiting')
  first.abort()
  await stopped
  expect(await shop.fleet.workers()).toEqual([])

  const second = await shop.startHere('w2')
  await waitFor(async () => (await shop.text('started')) === 'on\non\n')
  const drained = second.stop()
  await writeFile(go, '')
  await drained
  expect(await shop.outcomes()).toMatchObject([{ phase: 'PLAN' }, { phase: 'EXECUTE', worker: 'w2' }])
})

test('a worker that drains goes on with the agent that it has and leaves new ones to others, until that is lifted', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  await shop.send('BOOTSTRAP', {}, { fence: 1 })
  await shop.outcome('BOOTSTRAP', 1)
  await shop.fleet.drain('w1', { by: 'ada', at: 1 })
  await shop.asking(0)
  await shop.send('BOOTSTRAP', {}, { stage: 'new', fence: 1 })
  await shop.send('PREFLIGHT', {}, { fence: 2 }, 'w1')
  expect((await shop.outcome('PREFLIGHT', 2)).worker).toBe('w1')
  expect((await shop.outcomes()).map(({ stage }) => stage)).toEqual(['work', 'work'])
  await shop.startHere('w2')
  expect((await shop.outcomeOf('new', 'BOOTSTRAP')).worker).toBe('w2')
  await shop.fleet.drain('w2', { by: 'ada', at: 1 })
  await shop.asking(0)
  await shop.fleet.drain('w1', null)
  await shop.send('BOOTSTRAP', {}, { stage: 'newer', fence: 1 })
  expect((await shop.outcomeOf('newer', 'BOOTSTRAP')).worker).toBe('w1')
})

test('EXIT leaves nothing of the agent on the disk', async () => {
  const shop = await openShop()
  await shop.startHere('w1')
  await shop.send('BOOTSTRAP', {}, { fence: 1 })
  await shop.outcome('BOOTSTRAP', 1)
  await access(join(shop.workspaces, 'r1.work'))
  await shop.send('EXIT', {}, { fence: 2 })
  await shop.outcome('EXIT', 2)
  await expect(access(join(shop.workspaces, 'r1.work'))).rejects.toThrow('ENOENT')
})
