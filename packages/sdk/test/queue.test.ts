import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Log, MusterError, type SubmissionJob } from '@muster/core'
import {
  connectStore,
  createRunsWorker,
  type LocalServer,
  type StoreConnection,
  startLocalServer,
} from '@muster/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { QueueClient } from '../src/queue.ts'

const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const admitted = new Map<string, SubmissionJob>()
let home: string
let server: LocalServer
let connection: StoreConnection
let client: QueueClient

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-sdk-'))
  server = await startLocalServer({ home, log })
  connection = await connectStore(server.url)
  const admit = async (job: SubmissionJob) => {
    if (job.pipeline === 'unknown')
      throw new MusterError('MUSTER_PIPELINE_NOT_FOUND', { name: 'unknown', known: 'demo' })
    const created = !admitted.has(job.idempotencyKey)
    admitted.set(job.idempotencyKey, job)
    return { run: `run-${admitted.size}`, created }
  }
  const worker = createRunsWorker(connection, admit, log)
  await worker.start()
  connection.own(() => worker.stop())
  client = new QueueClient({ storeUrl: server.url })
})

afterAll(async () => {
  await client.close()
  await client.close()
  await connection.close()
  await server.stop()
  await rm(home, { recursive: true })
})

test('a submission reaches the planner whole, and its answer comes back', async () => {
  const answer = await client.trigger('demo', { inputs: { n: 1 }, idempotencyKey: 'k', by: 'nightly' })
  expect(answer).toEqual({ run: 'run-1', created: true })
  expect(admitted.get('k')).toEqual({
    tenant: 'default',
    project: 'default',
    pipeline: 'demo',
    inputs: { n: 1 },
    idempotencyKey: 'k',
    by: 'nightly',
  })
})

test('without a key of their own, two submissions are two runs', async () => {
  const [one, two] = await Promise.all([client.trigger('demo'), client.trigger('demo')])
  expect(one.run).not.toBe(two.run)
})

test('a refusal is thrown as the error it is', async () => {
  await expect(client.trigger('unknown')).rejects.toMatchObject({
    code: 'MUSTER_PIPELINE_NOT_FOUND',
    message: 'There is no pipeline `unknown`.',
  })
})
