import { MusterError, QueueNames, type SubmissionJob } from '@muster/core'
import { startRedis, waitFor } from '@muster/testing'
import { Queue } from 'bullmq'
import { expect, test } from 'vitest'
import {
  type AttemptAnswer,
  connectStore,
  createDispatch,
  createGatesWorker,
  createRunsWorker,
  createAttemptWorker,
  openQueues,
  type StoreConnection,
  submitAndWait,
  submitThroughQueue,
} from '../src/index.ts'
import { attemptOf, describeStores, newRun, quiet } from './stores.ts'

describeStores('workers', (store) => {
  const tierWorker = async (
    connection: StoreConnection,
    handle: (stage: string, lost: Promise<string>) => Promise<AttemptAnswer>,
    concurrency = 1,
  ) => {
    const worker = createAttemptWorker(connection, {
      queue: QueueNames.tier(1),
      concurrency,
      log: quiet,
      handle: (job, { onLoss }) => handle(job.stage, new Promise((resolve) => onLoss(resolve))),
    })
    await worker.start()
    return worker
  }

  test('a job that is to be tried later frees its slot and comes back', async () => {
    const connection = await store.open()
    const run = newRun()
    const seen: [string, number][] = []
    const worker = await tierWorker(connection, async (stage) => {
      seen.push([stage, performance.now()])
      return stage === 'later' && seen.length === 1 ? { retryInMs: 400 } : 'done'
    })
    await createDispatch(connection).publish([
      attemptOf(run, 'later', { tier: 1 }),
      attemptOf(run, 'next', { tier: 1 }),
    ])
    await waitFor(() => seen.length === 3)
    expect(seen.map(([stage]) => stage)).toEqual(['later', 'next', 'later'])
    expect((seen[2]?.[1] ?? 0) - (seen[0]?.[1] ?? 0)).toBeGreaterThanOrEqual(399)
    await worker.stop()
  })

  test('an agent that has begun goes before those that have not', async () => {
    const connection = await store.open()
    const run = newRun()
    const seen: string[] = []
    await createDispatch(connection).publish([
      attemptOf(run, 'new', { tier: 1 }),
      attemptOf(run, 'newer', { tier: 1 }),
      attemptOf(run, 'begun', { tier: 1, phase: 'PREFLIGHT' }),
    ])
    const worker = await tierWorker(connection, async (stage) => {
      seen.push(stage)
      return 'done'
    })
    await waitFor(() => seen.length === 3)
    expect(seen).toEqual(['begun', 'new', 'newer'])
    await worker.stop()
  })

  test('stopping waits for the job at hand and takes no other; stopping twice is one stop', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const run = newRun()
    let release = () => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    const seen: string[] = []
    const worker = await tierWorker(connection, async (stage) => {
      seen.push(stage)
      await held
      return 'done'
    })
    const messages = [attemptOf(run, 'first', { tier: 1 }), attemptOf(run, 'second', { tier: 1 })]
    await dispatch.publish(messages)
    await waitFor(() => worker.active() === 1)
    let stopped = false
    const stopping = Promise.all([worker.stop(), worker.stop()]).then(() => {
      stopped = true
    })
    await waitFor(async () => (await connection.client.ping()) === 'PONG')
    expect(stopped).toBe(false)
    release()
    await stopping
    expect(seen).toEqual(['first'])
    expect(await dispatch.known(messages)).toEqual([false, true])
    expect(worker.active()).toBe(0)
    const next = await tierWorker(connection, async () => 'done')
    await waitFor(async () => !(await dispatch.known(messages)).includes(true))
    await next.stop()
  })

  test('a job whose lock is lost hears it', async () => {
    const connection = await store.open()
    const run = newRun()
    let aborted = ''
    const worker = await tierWorker(connection, async (_stage, lost) => {
      aborted = await lost
      return 'done'
    })
    const message = attemptOf(run, 'taken', { tier: 1 })
    await createDispatch(connection).publish([message])
    await waitFor(() => worker.active() === 1)
    const queue = new Queue(QueueNames.tier(1), { connection: connection.client })
    await connection.client.set(queue.toKey(`${message.jobId}:lock`), 'somebody else')
    await waitFor(() => aborted !== '')
    expect(aborted).toContain('gave the lock away')
    await connection.client.del(queue.toKey(`${message.jobId}:lock`))
    await worker.stop()
    await queue.obliterate({ force: true })
    await queue.close()
  })

  test('a gate is due at its deadline, and no more once it closed', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const run = newRun()
    const due: string[] = []
    const worker = createGatesWorker(
      connection,
      async (job) => void due.push(`${job.run}.${job.stage}`),
      quiet,
    )
    await worker.start()
    const gate = (stage: string, inMs: number) =>
      ({
        kind: 'gate',
        jobId: `${run}.${stage}.1`,
        job: { run, stage },
        notBefore: Date.now() + inMs,
      }) as const
    await dispatch.publish([gate('late', 300), gate('closed', 200), gate('soon', 0)])
    await dispatch.publish([
      { kind: 'gate-closed', jobId: `${run}.closed.1` },
      { kind: 'gate-closed', jobId: `${run}.unknown.1` },
    ])
    await waitFor(() => due.length === 2)
    expect(due).toEqual([`${run}.soon`, `${run}.late`])
    await dispatch.publish([gate('soon', 0)])
    await waitFor(() => due.length === 3)
    await worker.stop()
  })

  test('a submission is admitted once under one key, and every asker gets its answer', async () => {
    const connection = await store.open()
    const admitted: string[] = []
    const worker = createRunsWorker(
      connection,
      async (job) => ({ run: `run-${admitted.push(job.idempotencyKey)}` }),
      quiet,
    )
    const job = submission(newRun())
    await submitThroughQueue(connection, job)
    const asking = Promise.all([
      submitAndWait(connection, job, 10_000),
      submitAndWait(connection, job, 10_000),
    ])
    await worker.start()
    expect(await asking).toEqual([{ run: 'run-1' }, { run: 'run-1' }])
    expect(await submitAndWait(connection, job, 10_000)).toEqual({ run: 'run-1' })
    expect(admitted).toEqual([job.idempotencyKey])
    await worker.stop()
  })

  test('a refusal reaches the submitter as it was, and may be mended under the same key', async () => {
    const connection = await store.open()
    const problem = { code: 'E', message: 'm', expected: null, hint: null, file: 'f', line: 1, column: 2 }
    const worker = createRunsWorker(
      connection,
      async (job) => {
        if (job.pipeline === 'bad')
          throw new MusterError('MUSTER_PIPELINE_INVALID', { count: '1 fault', file: 'f' }, [problem])
        return 'fine'
      },
      quiet,
    )
    await worker.start()
    const job = submission(newRun())
    await expect(submitAndWait(connection, { ...job, pipeline: 'bad' }, 10_000)).rejects.toMatchObject({
      name: 'MusterError',
      code: 'MUSTER_PIPELINE_INVALID',
      message: '1 fault in f.',
      problems: [problem],
      exit: 2,
    })
    expect(await submitAndWait(connection, job, 10_000)).toBe('fine')
    await worker.stop()
  })

  test('a submission outlives faults of the planner, and an asker does not wait for ever', async () => {
    const connection = await store.open()
    const job = submission(newRun())
    await expect(submitAndWait(connection, job, 50)).rejects.toMatchObject({ code: 'MUSTER_INTERNAL' })
    let tries = 0
    const worker = createRunsWorker(
      connection,
      async () => {
        if (++tries === 1) throw new MusterError('MUSTER_LEDGER_UNREACHABLE', { url: 'u', reason: 'r' })
        return tries
      },
      quiet,
    )
    await worker.start()
    expect(await submitAndWait(connection, job, 10_000)).toBe(2)
    await worker.stop()
  })
})

function submission(idempotencyKey: string): SubmissionJob {
  return { tenant: 'default', project: 'default', pipeline: 'good', inputs: {}, idempotencyKey, by: 'script' }
}

test('BullMQ, and so Bull Board, sees who works on a queue', async () => {
  const redis = await startRedis()
  const connection = await connectStore(redis.url)
  const queue = (await openQueues(connection).all()).find(({ name }) => name === QueueNames.tier(1))
  const worker = createAttemptWorker(connection, {
    queue: QueueNames.tier(1),
    concurrency: 1,
    log: quiet,
    handle: async () => 'done',
  })
  await worker.start()
  const workers = await waitFor(async () => {
    const found = (await queue?.getWorkers()) ?? []
    return found.length > 0 && found
  })
  expect(workers).toHaveLength(1)
  await worker.stop()
  await connection.close()
  await redis.stop()
})
