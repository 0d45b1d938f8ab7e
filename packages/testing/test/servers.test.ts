import { rm } from 'node:fs/promises'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort, startPostgres, startRedis, startRedisCluster, waitFor } from '../src/index.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})
const kept = <T extends { stop(): Promise<void> }>(server: T): T => {
  stops.push(() => server.stop())
  return server
}
const running = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a Postgres server serves databases that do not see each other, and is gone when it has stopped', async () => {
  const server = kept(await startPostgres())
  const [first, second] = await Promise.all([server.createDatabase(), server.createDatabase()])
  const one = postgres(first, { max: 1 })
  const two = postgres(second, { max: 1 })
  await one`create table t (n integer)`
  await expect(two`select * from t`).rejects.toThrow('does not exist')
  await Promise.all([one.end(), two.end()])
  expect(running(server.pid)).toBe(true)
  await server.stop()
  expect(running(server.pid)).toBe(false)
  await server.stop()
})

test('a Redis that was killed comes back with its data in the same directory', async () => {
  const first = await startRedis()
  const client = new Redis(first.url)
  await client.set('k', 'v')
  await client.config('SET', 'appendfsync', 'always')
  client.disconnect()
  await first.stop('SIGTERM')
  expect(running(first.pid)).toBe(false)
  const fresh = kept(await startRedis())
  const other = new Redis(fresh.url)
  expect(await other.get('k')).toBeNull()
  await other.set('k', 'w')
  other.disconnect()
  process.kill(fresh.pid, 'SIGKILL')
  await waitFor(() => !running(fresh.pid))
  const again = kept(await startRedis({ port: fresh.port, dir: fresh.dir }))
  const reader = new Redis(again.url)
  expect(await reader.get('k')).toBe('w')
  reader.disconnect()
  await again.stop()
  await rm(fresh.dir, { recursive: true, force: true })
})

test('a server that cannot start says why', async () => {
  const taken = kept(await startRedis())
  await expect(startRedis({ port: taken.port })).rejects.toThrow(/redis-server ended.*in use/s)
})

test('a Redis Cluster refuses keys of two slots and redirects to the node that holds one', async () => {
  const cluster = kept(await startRedisCluster())
  expect(cluster.nodes).toHaveLength(3)
  const client = new Redis(cluster.urls[0] ?? '')
  await expect(client.mset('a', '1', 'b', '2')).rejects.toThrow('CROSSSLOT')
  const answers = await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => client.set(key, '1')))
  expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true)
  expect(answers.some((answer) => answer.status === 'rejected' && /MOVED/.test(String(answer.reason)))).toBe(
    true,
  )
  client.disconnect()
})

describe('waitFor', () => {
  test('answers what the condition came to', async () => {
    let turns = 0
    expect(await waitFor(() => (++turns > 3 ? 'done' : null), { everyMs: 1 })).toBe('done')
  })

  test('takes an error for not yet, and names the last one when time is up', async () => {
    const failing = () => {
      throw new Error('not there')
    }
    await expect(waitFor(failing, { timeoutMs: 30, everyMs: 5 })).rejects.toThrow(/30 ms: Error: not there/)
  })
})

test('free ports are free', async () => {
  const ports = await Promise.all(Array.from({ length: 5 }, freePort))
  expect(new Set(ports).size).toBe(5)
})
