import { type LogLine, projectKey, RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import {
  claimEpoch,
  createAgentLock,
  createAgentState,
  createDispatch,
  createFleet,
  createLogStream,
  onStop,
  storeFacts,
} from '../src/index.ts'
import { describeStores, newRun } from './stores.ts'

describeStores('agents', (store) => {
  const claim = (agent: string, holder: string, fence: number, settled = 0) => ({
    agent,
    holder,
    fence,
    settled,
  })

  test('a lock has one holder, until it is released or expires', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    expect(await lock.acquire(claim(agent, 'one', 1), 60_000)).toBe('first')
    expect(await lock.acquire(claim(agent, 'two', 2), 60_000)).toBe('busy')
    expect(await lock.acquire(claim(agent, 'one', 2), 60_000)).toBe('held')
    await lock.release(claim(agent, 'two', 2))
    expect(await lock.acquire(claim(agent, 'two', 3), 60_000)).toBe('busy')
    await lock.release(claim(agent, 'one', 2))
    expect(await lock.acquire(claim(agent, 'two', 3), 100)).toBe('held')
    await waitFor(async () => (await lock.acquire(claim(agent, 'one', 4), 60_000)) === 'held')
    expect(await lock.renew(claim(agent, 'two', 3), 60_000)).toBe('lost')
  })

  test('a lock held for an attempt that is settled holds nothing any more', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    expect(await lock.acquire(claim(agent, 'one', 4, 3), 60_000)).toBe('first')
    expect(await lock.acquire(claim(agent, 'two', 5, 3), 60_000)).toBe('busy')
    expect(await lock.acquire(claim(agent, 'two', 4, 3), 60_000)).toBe('busy')
    expect(await lock.acquire(claim(agent, 'two', 5, 4), 60_000)).toBe('held')
    expect(await lock.renew(claim(agent, 'one', 4, 3), 60_000)).toBe('lost')
    expect(await lock.renew(claim(agent, 'two', 5, 4), 60_000)).toBe('held')
  })

  test('a lock is never taken under an older fence, though nobody holds it', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    await lock.acquire(claim(agent, 'one', 7), 60_000)
    await lock.release(claim(agent, 'one', 7))
    expect(await lock.acquire(claim(agent, 'two', 6), 60_000)).toBe('over')
    expect(await lock.acquire(claim(agent, 'two', 7), 60_000)).toBe('held')
  })

  test('what was reported or stopped is not worked again, and what comes after it is', async () => {
    const connection = await store.open()
    const lock = createAgentLock(connection)
    const agent = `${newRun()}.a`
    await lock.acquire(claim(agent, 'one', 1), 60_000)
    await lock.report(claim(agent, 'one', 1))
    expect(await lock.acquire(claim(agent, 'two', 1), 60_000)).toBe('over')
    expect(await lock.acquire(claim(agent, 'two', 2, 1), 60_000)).toBe('held')
    await createDispatch(connection).publish([{ kind: 'stop', agent, fence: 3 }])
    expect(await lock.renew(claim(agent, 'two', 2), 60_000)).toBe('stopped')
    expect(await lock.acquire(claim(agent, 'three', 3), 60_000)).toBe('over')
  })

  test('a lock is renewed by its holder under its fence only', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    expect(await lock.renew(claim(agent, 'one', 1), 60_000)).toBe('lost')
    await lock.acquire(claim(agent, 'one', 2), 50)
    expect(await lock.renew(claim(agent, 'one', 1), 60_000)).toBe('lost')
    expect(await lock.renew(claim(agent, 'two', 2), 60_000)).toBe('lost')
    expect(await lock.renew(claim(agent, 'one', 2), 60_000)).toBe('held')
    expect(await lock.acquire(claim(agent, 'two', 3), 60_000)).toBe('busy')
  })

  test('a hundred who want one lock at once get it once', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    const tries = Array.from({ length: 100 }, (_, index) =>
      lock.acquire(claim(agent, `w${index}`, 1), 60_000),
    )
    expect((await Promise.all(tries)).filter((answer) => answer === 'first')).toHaveLength(1)
  })

  test('a lock is forgotten as soon as it was said to be', async () => {
    const connection = await store.open()
    const lock = createAgentLock(connection)
    const agent = `${newRun()}.a`
    const kept = () => connection.client.pttl(RedisKeys.agentLock(agent))
    await lock.acquire(claim(agent, 'one', 1), 1_000)
    expect(await kept()).toBeGreaterThan(60 * 60_000)
    await lock.acquire(claim(agent, 'one', 2), 1_000, 60_000)
    expect(await kept()).toBeLessThanOrEqual(60_000)
  })

  test('the state of an agent is shown while somebody writes it', async () => {
    const connection = await store.open()
    const state = createAgentState(connection)
    const agent = `${newRun()}.a`
    expect(await state.read(agent)).toBeNull()
    await state.write(agent, { status: 'running', attempt: 2 })
    expect(await state.read(agent)).toEqual({ status: 'running', attempt: '2' })
    expect(await connection.client.pttl(RedisKeys.agentState(agent))).toBeLessThanOrEqual(30_000)
  })

  test('a project knows who is registered in it, and no other tenant’s of its name does', async () => {
    const state = createAgentState(await store.open())
    const project = newRun()
    const [mine, theirs] = [projectKey({ tenant: 'acme', project }), projectKey({ tenant: 'other', project })]
    await state.register(mine, 'r.a')
    await state.register(mine, 'r.b')
    await state.register(mine, 'r.b')
    await state.register(theirs, 'r.c')
    await state.unregister(mine, 'r.a')
    expect(await state.agents(mine)).toEqual(['r.b'])
  })

  test('a log is read in order, from where the reader was', async () => {
    const connection = await store.open()
    const log = createLogStream(connection)
    const agent = `${newRun()}.a`
    const line = (text: string): LogLine => ({
      stage: 'a',
      phase: 'EXECUTE',
      attempt: 1,
      stream: 'stdout',
      at: 1,
      text,
    })
    await log.append(agent, [])
    expect(await log.read(agent, null, 10)).toEqual([])
    await log.append(agent, [line('1'), line('2')])
    await log.append(agent, [line('3')])
    const first = await log.read(agent, null, 2)
    expect(first.map((entry) => entry.line.text)).toEqual(['1', '2'])
    const rest = await log.read(agent, first.at(-1)?.id ?? null, 10)
    expect(rest.map((entry) => entry.line)).toEqual([line('3')])
    await log.append(
      agent,
      Array.from({ length: 7_000 }, (_, index) => line(`${index}`)),
    )
    expect(await connection.client.xlen(RedisKeys.agentLog(agent))).toBeLessThan(5_500)
    expect(await connection.client.ttl(RedisKeys.agentLog(agent))).toBeGreaterThan(3_600)
  })

  test('a worker without a beat leaves the fleet', async () => {
    const connection = await store.open()
    const fleet = createFleet(connection)
    const view = (id: string) => ({
      id,
      tiers: [0, 1],
      concurrency: 2,
      sandbox: 'bubblewrap' as const,
      agents: [],
      beatAt: 5,
    })
    const [a, b, c] = [newRun(), newRun(), newRun()].toSorted() as [string, string, string]
    for (const id of [a, b, c]) await fleet.beat(view(id))
    await fleet.leave(b)
    await connection.client.del(RedisKeys.workerBeat(c))
    expect(await fleet.workers()).toEqual([view(a)])
    expect(await connection.client.smembers(RedisKeys.workers)).toEqual([a])
    expect(await connection.client.pttl(RedisKeys.workerBeat(a))).toBeLessThanOrEqual(10_000)
    await fleet.leave(a)
  })

  test('a worker that drains is shown with who wanted it, hears of it at its next beat, and until it is gone', async () => {
    const connection = await store.open()
    const fleet = createFleet(connection)
    const id = newRun()
    const about = { tiers: [0], concurrency: 1, sandbox: 'off', agents: [], beatAt: 5 } as const
    const beat = () => fleet.beat({ id, ...about })
    const drain = { by: 'ada', at: 7 }
    const shown = async () => (await fleet.workers()).find((worker) => worker.id === id)
    await expect(fleet.drain(id, drain)).rejects.toMatchObject({ code: 'MUSTER_WORKER_NOT_FOUND' })
    expect(await beat()).toEqual({ revoked: false, draining: false })
    const heard: [string, boolean][] = []
    const ignore = { agent: () => {}, worker: () => {}, template: () => {} }
    await onStop(connection, { ...ignore, drain: (...told) => heard.push(told) })
    expect([await fleet.drain(id, drain), await fleet.drain(id, drain)]).toEqual([true, false])
    expect(await beat()).toEqual({ revoked: false, draining: true })
    expect(await shown()).toEqual({ id, ...about, draining: drain })
    expect([await fleet.drain(id, null), await fleet.drain(id, null)]).toEqual([true, false])
    expect(await beat()).toMatchObject({ draining: false })
    await waitFor(() => heard.length === 4)
    expect(heard).toEqual([true, true, false, false].map((draining) => [id, draining]))
    await fleet.drain(id, drain)
    await fleet.leave(id)
    expect(await beat()).toMatchObject({ draining: false })
    await fleet.drain(id, drain)
    await connection.client.del(RedisKeys.workerBeat(id))
    expect(await shown()).toBeUndefined()
    expect(await beat()).toMatchObject({ draining: false })
    await fleet.leave(id)
  })

  test('the store says what it is', async () => {
    const { name, memory, outcomes } = await storeFacts(await store.open())
    expect(name).toMatch(/^(Redis|Dragonfly) \d[\d.]*$/)
    expect(memory).toMatch(/^[\d.]+\w+$/)
    expect(outcomes.waiting).toBeGreaterThanOrEqual(0)
  })

  test('a store that lost its data says so once', async () => {
    const connection = await store.open()
    await connection.client.del(RedisKeys.epoch)
    const claims = await Promise.all([claimEpoch(connection), claimEpoch(connection), claimEpoch(connection)])
    expect(claims.toSorted()).toEqual(['kept', 'kept', 'lost'])
    expect(await claimEpoch(connection)).toBe('kept')
  })
})
