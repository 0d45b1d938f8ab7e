import type { LogLine } from '@muster/core'
import { RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { claimEpoch, createAgentLock, createAgentState, createFleet, createLogStream } from '../src/index.ts'
import { describeStores, newRun } from './stores.ts'

describeStores('agents', (store) => {
  test('a lock has one holder, until it is released or expires', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    expect(await lock.acquire(agent, 'one', 1, 60_000)).toBe(true)
    expect(await lock.acquire(agent, 'two', 2, 60_000)).toBe(false)
    expect(await lock.acquire(agent, 'one', 2, 60_000)).toBe(true)
    await lock.release(agent, 'two')
    expect(await lock.acquire(agent, 'two', 3, 60_000)).toBe(false)
    await lock.release(agent, 'one')
    expect(await lock.acquire(agent, 'two', 3, 100)).toBe(true)
    await waitFor(() => lock.acquire(agent, 'one', 4, 60_000))
    expect(await lock.renew(agent, 'two', 3, 60_000)).toBe(false)
  })

  test('a lock is never taken under an older fence, though nobody holds it', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    await lock.acquire(agent, 'one', 7, 60_000)
    await lock.release(agent, 'one')
    expect(await lock.acquire(agent, 'two', 6, 60_000)).toBe(false)
    expect(await lock.acquire(agent, 'two', 7, 60_000)).toBe(true)
  })

  test('a lock is renewed by its holder under its fence only', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    expect(await lock.renew(agent, 'one', 1, 60_000)).toBe(false)
    await lock.acquire(agent, 'one', 2, 50)
    expect(await lock.renew(agent, 'one', 1, 60_000)).toBe(false)
    expect(await lock.renew(agent, 'two', 2, 60_000)).toBe(false)
    expect(await lock.renew(agent, 'one', 2, 60_000)).toBe(true)
    expect(await lock.acquire(agent, 'two', 3, 60_000)).toBe(false)
  })

  test('a hundred who want one lock at once get it once', async () => {
    const lock = createAgentLock(await store.open())
    const agent = `${newRun()}.a`
    const tries = Array.from({ length: 100 }, (_, index) => lock.acquire(agent, `w${index}`, 1, 60_000))
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
  })

  test('the state of an agent goes away a day after it ended', async () => {
    const connection = await store.open()
    const state = createAgentState(connection)
    const agent = `${newRun()}.a`
    expect(await state.read(agent)).toBeNull()
    await state.write(agent, { status: 'running', attempt: 2 })
    await state.write(agent, {})
    expect(await state.read(agent)).toEqual({ status: 'running', attempt: '2' })
    const day = 24 * 60 * 60_000
    expect(await connection.client.pttl(RedisKeys.agentState(agent))).toBeGreaterThan(day)
    await state.write(agent, { status: 'exited' })
    expect(await connection.client.pttl(RedisKeys.agentState(agent))).toBeLessThanOrEqual(day)
    expect(await connection.client.pttl(RedisKeys.agentState(agent))).toBeGreaterThan(day / 2)
  })

  test('a project knows who is registered in it', async () => {
    const state = createAgentState(await store.open())
    const project = newRun()
    await state.register(project, 'r.a')
    await state.register(project, 'r.b')
    await state.register(project, 'r.b')
    await state.unregister(project, 'r.a')
    expect(await state.agents(project)).toEqual(['r.b'])
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
    const view = (id: string) => ({ id, tiers: [0, 1], concurrency: 2, agents: [], beatAt: 5 })
    const [a, b, c] = [newRun(), newRun(), newRun()].toSorted() as [string, string, string]
    for (const id of [a, b, c]) await fleet.beat(view(id))
    await fleet.leave(b)
    await connection.client.del(RedisKeys.workerBeat(c))
    expect(await fleet.workers()).toEqual([view(a)])
    expect(await connection.client.smembers(RedisKeys.workers)).toEqual([a])
    expect(await connection.client.pttl(RedisKeys.workerBeat(a))).toBeLessThanOrEqual(10_000)
    await fleet.leave(a)
  })

  test('a store that lost its data says so once', async () => {
    const connection = await store.open()
    await connection.client.del(RedisKeys.epoch)
    const claims = await Promise.all([claimEpoch(connection), claimEpoch(connection), claimEpoch(connection)])
    expect(claims.toSorted()).toEqual(['kept', 'kept', 'lost'])
    expect(await claimEpoch(connection)).toBe('kept')
  })
})
