import { QueueNames } from '@muster/core'
import { startRedis, waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { connectStore, createDispatch, createRunsWorker, createAttemptWorker } from '../src/index.ts'
import { attemptOf, newRun, quiet } from './stores.ts'

test('a worker that cannot reach the store for as long as its lock lasts lets go of the job', async () => {
  const server = await startRedis()
  const connection = await connectStore(server.url)
  let reason = ''
  const worker = createAttemptWorker(connection, {
    queue: QueueNames.tier(1),
    concurrency: 1,
    log: quiet,
    handle: async (_job, { onLoss }) => {
      reason = await new Promise<string>((resolve) => onLoss(resolve))
      return 'done'
    },
  })
  await worker.start()
  await createDispatch(connection).publish([attemptOf(newRun(), 'a', { tier: 1 })])
  await waitFor(() => worker.active() === 1)
  process.kill(server.pid, 'SIGSTOP')
  await waitFor(() => reason !== '', { timeoutMs: 20_000 })
  expect(reason).toContain('could not be renewed')
  process.kill(server.pid, 'SIGCONT')
  await worker.stop()
  await connection.close()
  await server.stop()
})

test('while the store is away, stopping waits for the job at hand and then for the store no more', async () => {
  const server = await startRedis()
  const connection = await connectStore(server.url)
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  const worker = createAttemptWorker(connection, {
    queue: QueueNames.tier(1),
    concurrency: 1,
    log: quiet,
    handle: async () => {
      await held
      return 'done'
    },
  })
  const idle = createRunsWorker(connection, async () => null, quiet)
  await Promise.all([worker.start(), idle.start()])
  await createDispatch(connection).publish([attemptOf(newRun(), 'a', { tier: 1 })])
  await waitFor(() => worker.active() === 1)
  await server.stop('SIGKILL')
  let stopped = false
  const stopping = worker.stop().then(() => {
    stopped = true
  })
  await idle.stop()
  expect(stopped).toBe(false)
  release()
  await stopping
  const late = connection.client.ping().catch((error: Error) => error.message)
  await connection.close()
  expect(await late).toBe('Connection is closed.')
})
