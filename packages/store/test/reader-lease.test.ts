import { RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { createReaderLease } from '../src/index.ts'
import { describeStores, newRun } from './stores.ts'

describeStores('the lease of the outcome stream', (store) => {
  const open = async () => {
    const connection = await store.open()
    await connection.client.del(RedisKeys.outcomesReader, RedisKeys.outcomes)
    const [one, two] = [newRun(), newRun()].map((name) => createReaderLease(connection, name))
    if (one === undefined || two === undefined) throw new Error('there are two')
    return { client: connection.client, one, two }
  }

  test('of two planners the first reads, and goes on reading', async () => {
    const { one, two } = await open()
    expect([await one.mayRead(), await two.mayRead(), await one.mayRead()]).toEqual([true, false, true])
  })

  test('a reader that stops leaves the stream to the other at once', async () => {
    const { one, two } = await open()
    await one.mayRead()
    one.release()
    expect(await two.mayRead()).toBe(true)
    expect(await one.mayRead()).toBe(false)
  })

  test('a planner cannot give back what another holds', async () => {
    const { one, two } = await open()
    await one.mayRead()
    two.release()
    expect(await two.mayRead()).toBe(false)
  })

  test('a reader that died is replaced when its lease has run out', async () => {
    const { client, one, two } = await open()
    await one.mayRead()
    expect(await client.pttl(RedisKeys.outcomesReader)).toBeGreaterThan(0)
    await waitFor(() => two.mayRead(), { timeoutMs: 10_000, everyMs: 50 })
  })

  test('whoever stands by helps a reader that is far behind', async () => {
    const { client, one, two } = await open()
    await one.mayRead()
    const batch = client.pipeline()
    for (let at = 0; at < 1_024; at += 1) batch.xadd(RedisKeys.outcomes, '*', 'at', at)
    await batch.exec()
    expect(await two.mayRead()).toBe(true)
    await client.del(RedisKeys.outcomes)
    expect(await two.mayRead()).toBe(false)
  })
})
