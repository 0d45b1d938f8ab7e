import { freePort, startRedis, waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { connectStore, onChange } from '../src/index.ts'
import { describeStores } from './stores.ts'

describeStores('connection', (store) => {
  test('closing twice ends every client that was opened through it', async () => {
    const connection = await store.open()
    const other = connection.duplicate()
    await other.ping()
    let stopped = 0
    let ended = 0
    for (const client of [connection.client, other]) client.once('end', () => ended++)
    connection.own(async () => {
      stopped++
    })
    await Promise.all([connection.close(), connection.close()])
    await connection.close()
    await waitFor(() => ended === 2)
    expect(stopped).toBe(1)
  })

  test('what was taken back is not stopped', async () => {
    const connection = await store.open()
    let stopped = false
    connection.own(async () => {
      stopped = true
    })()
    await connection.close()
    expect(stopped).toBe(false)
  })
})

test('a store that does not answer is told by its url, without the password', async () => {
  const url = `redis://:secret@127.0.0.1:${await freePort()}`
  await expect(connectStore(url)).rejects.toMatchObject({
    code: 'MUSTER_STORE_UNREACHABLE',
    message: expect.stringMatching(/^((?!secret).)*ECONNREFUSED((?!secret).)*$/),
  })
  await expect(connectStore(url.replace('redis:', 'redis+cluster:'))).rejects.toMatchObject({
    code: 'MUSTER_STORE_UNREACHABLE',
  })
})

test('a wrong password is an unreachable store, told at once', async () => {
  const server = await startRedis()
  const open = await connectStore(server.url)
  await open.client.config('SET', 'requirepass', 'right')
  await open.close()
  await expect(connectStore(server.url.replace('//', '//:wrong@'))).rejects.toThrow(/WRONGPASS/)
  const connection = await connectStore(server.url.replace('//', '//:right@'))
  expect(await connection.client.ping()).toBe('PONG')
  await connection.close()
  await server.stop()
})

test('commands and subscriptions outlive a restart of the server', async () => {
  const first = await startRedis()
  const warnings: object[] = []
  const log = { debug() {}, info() {}, warn: (facts: object) => warnings.push(facts), error() {} }
  const connection = await connectStore(first.url, log)
  const heard: string[] = []
  await onChange(connection, (run) => heard.push(run))
  await first.stop('SIGKILL')
  const answer = connection.client.set('written', 'while away')
  await waitFor(() => warnings.length > 0)
  const second = await startRedis({ port: first.port })
  expect(await answer).toBe('OK')
  await waitFor(async () => {
    await connection.client.publish('muster:changes', 'r1')
    return heard.includes('r1')
  })
  await connection.close()
  await second.stop()
})
