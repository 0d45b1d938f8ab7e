import { QueueNames, RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { Queue } from 'bullmq'
import { expect, test } from 'vitest'
import { createDispatch, createAttemptWorker, onChange, onStop, openQueues } from '../src/index.ts'
import { attemptOf, describeStores, newRun, quiet } from './stores.ts'

describeStores('dispatch', (store) => {
  test('publishing twice makes one job, which is known until it ended', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const run = newRun()
    const messages = [
      attemptOf(run, 'a'),
      attemptOf(run, 'b'),
      attemptOf(run, 'c', { notBefore: Date.now() + 60_000 }),
    ]
    await dispatch.publish(messages)
    await dispatch.publish(messages)
    const jobs = [...messages, attemptOf(run, 'never')]
    expect(await dispatch.known(jobs)).toEqual([true, true, true, false])
    const board = openQueues(connection)
    const shown = (await board.all()).find(({ name }) => name === QueueNames.tier(0))
    const waiting = await shown?.getJobs(['wait', 'delayed'])
    expect(waiting?.filter((job) => job.data.run === run)).toHaveLength(3)

    const worked: string[] = []
    const worker = createAttemptWorker(connection, {
      queue: QueueNames.tier(0),
      concurrency: 2,
      log: quiet,
      handle: async (job) => {
        if (job.run === run) worked.push(job.stage)
        return job.stage === 'b' ? { failed: 'as told' } : 'done'
      },
    })
    await worker.start()
    await waitFor(() => worked.length === 2)
    await worker.stop()
    expect(worked.toSorted()).toEqual(['a', 'b'])
    expect(await dispatch.known(jobs)).toEqual([false, false, true, false])
    const ended = await shown?.getJobs(['completed', 'failed'])
    expect(ended?.filter((job) => job.data.run === run).map((job) => job.failedReason)).toContain('as told')
    await board.close()
    await dispatch.close()
  })

  test('of jobs that are done as many are kept as is wanted, and those that failed anyway', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection, 0)
    const run = newRun()
    await dispatch.publish([
      attemptOf(run, 'done', { tier: 3 }),
      attemptOf(run, 'failed', { tier: 3 }),
      attemptOf(run, 'last', { tier: 3 }),
    ])
    const worked: string[] = []
    const worker = createAttemptWorker(connection, {
      queue: QueueNames.tier(3),
      concurrency: 1,
      log: quiet,
      handle: async (job) => {
        worked.push(job.stage)
        return job.stage === 'failed' ? { failed: 'as told' } : 'done'
      },
    })
    await worker.start()
    await waitFor(() => worked.length === 3)
    await worker.stop()
    const board = openQueues(connection)
    const queue = (await board.all()).find(({ name }) => name === QueueNames.tier(3))
    expect(await queue?.getJobCounts('completed', 'failed')).toEqual({ completed: 0, failed: 1 })
    await board.close()
    await dispatch.close()
  })

  test('a stop is written before it is told, and never made older', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const agent = `${newRun()}.build`
    const stopFence = () => connection.client.hget(RedisKeys.agentLock(agent), 'stop')
    const heard: [string, number][] = []
    const end = await onStop(connection, {
      agent: (id, fence) => heard.push([id, fence]),
      worker: () => {},
      drain: () => {},
      template: (tenant, template) => heard.push([`${tenant} ${template}`, 0]),
    })
    expect(await stopFence()).toBeNull()
    await dispatch.publish([{ kind: 'stop', agent, fence: 3 }])
    await dispatch.publish([{ kind: 'stop', agent, fence: 2 }])
    await waitFor(() => heard.length === 2)
    expect(heard).toEqual([
      [agent, 3],
      [agent, 3],
    ])
    expect(await stopFence()).toBe('3')
    await dispatch.publish([{ kind: 'template', tenant: 'default', template: 'review@1.0.0' }])
    await waitFor(() => heard.length === 3)
    expect(heard[2]).toEqual(['default review@1.0.0', 0])
    await end()
    await dispatch.publish([{ kind: 'stop', agent, fence: 9 }])
    expect(await stopFence()).toBe('9')
    expect(heard).toHaveLength(3)
  })

  test('announced runs are heard one by one', async () => {
    const connection = await store.open()
    const heard: string[] = []
    await onChange(connection, (run) => heard.push(run))
    const runs = [newRun(), newRun()]
    await createDispatch(connection).announce(runs)
    await createDispatch(connection).announce([])
    await waitFor(() => heard.length >= 2)
    expect(heard).toEqual(runs)
  })

  test('a malformed signal is passed over', async () => {
    const connection = await store.open()
    const heard: string[] = []
    const ignore = { worker: () => {}, drain: () => {}, template: () => {} }
    await onStop(connection, { agent: (agent) => heard.push(agent), ...ignore })
    for (const text of ['', '{', '[]', 'null', '{"agent":1,"fence":2}', '{"agent":"a.b","fence":1}'])
      await connection.client.publish(RedisKeys.signals, text)
    await waitFor(() => heard.length > 0)
    expect(heard).toEqual(['a.b'])
  })

  test('ten thousand jobs are submitted without holding anyone up', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const other = connection.duplicate()
    const run = newRun()
    const messages = Array.from({ length: 10_000 }, (_, index) => attemptOf(run, `s${index}`, { tier: 4 }))
    let pings = 0
    let published = false
    const publishing = dispatch.publish(messages).finally(() => {
      published = true
    })
    while (!published) {
      await other.ping()
      pings++
    }
    await publishing
    expect(pings).toBeGreaterThan(50)
    expect((await dispatch.known(messages)).every(Boolean)).toBe(true)
    const queue = new Queue(QueueNames.tier(4), { connection: connection.client })
    await queue.obliterate()
    await queue.close()
  })
})
