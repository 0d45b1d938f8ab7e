import { randomUUID } from 'node:crypto'
import { rateKey, RedisKeys } from '@muster/core'
import { startRedis, waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { connectStore, createLimiters } from '../src/index.ts'
import { describeStores } from './stores.ts'

const MINUTE_MS = 60_000

describeStores('limiters', (store) => {
  test('two processes on one store share one bound, in one window that ends', async () => {
    const [first, second] = await Promise.all([store.open(), store.open()])
    const what = randomUUID()
    const [here, there] = [first, second].map((connection) => createLimiters(connection)(what, 3, 1_000))
    expect((await here?.take('ana'))?.remaining).toBe(2)
    expect((await there?.take('ana'))?.remaining).toBe(1)
    expect((await here?.take('ana'))?.over).toBe(false)
    const over = await there?.take('ana')
    expect(over).toMatchObject({ limit: 3, remaining: 0, over: true })
    expect(await there?.spent('ana')).toMatchObject({ over: true })
    expect(await there?.spent('ben')).toBeNull()
    expect((await there?.take('ben'))?.remaining).toBe(2)
    expect(await first.client.pttl(RedisKeys.rate(rateKey(what, 'ana')))).toBeGreaterThan(0)
    await waitFor(async () => (await there?.spent('ana')) === null)
    expect((await there?.take('ana'))?.remaining).toBe(2)
  })
})

test.each(['SIGSTOP', 'SIGKILL'] as const)(
  'a store that is away after %s opens no door: each process keeps the bound by itself',
  async (signal) => {
    const server = await startRedis()
    const connection = await connectStore(server.url)
    const limiter = createLimiters(connection)('tries', 2, MINUTE_MS)
    expect((await limiter.take('ana')).over).toBe(false)
    process.kill(server.pid, signal)
    if (signal === 'SIGKILL') await waitFor(() => connection.client.status !== 'ready')
    const taken = [await limiter.take('ana'), await limiter.take('ana'), await limiter.take('ana')]
    expect(taken.map(({ over }) => over)).toEqual([false, false, true])
    if (signal === 'SIGSTOP') process.kill(server.pid, 'SIGCONT')
    await connection.close()
    await server.stop()
  },
)
