import { QueueNames, RedisKeys } from '@muster/core'
import { waitFor } from '@muster/testing'
import { Queue } from 'bullmq'
import { expect, test } from 'vitest'
import { announceSticky, createAttemptWorker, createDispatch, createFleet, openQueues } from '../src/index.ts'
import { attemptOf, describeStores, newRun, quiet } from './stores.ts'

describeStores('sticky queues', (store) => {
  async function open() {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const fleet = createFleet(connection)
    const [id, run] = [newRun(), newRun()]
    const jobsOf = async (name: string) => {
      const queue = new Queue(name, { connection: connection.client, skipVersionCheck: true })
      const jobs = await queue.getJobs(['wait', 'active', 'delayed'])
      await queue.close()
      return jobs.filter((job) => job.data.run === run)
    }
    return {
      connection,
      dispatch,
      id,
      attempt: attemptOf(run, 'a', { tier: 2, phase: 'PLAN', home: id }),
      own: () => jobsOf(QueueNames.worker(id)),
      tier: () => jobsOf(QueueNames.tier(2)),
      beat: () =>
        fleet.beat({ id, tiers: [2], concurrency: 1, sandbox: 'bubblewrap', agents: [], beatAt: Date.now() }),
      leave: () => fleet.leave(id),
    }
  }

  test('an attempt goes to the queue of the worker that keeps its agent warm, as long as that worker beats', async () => {
    const { attempt, beat, connection, dispatch, id, own, tier } = await open()
    await dispatch.publish([attempt])
    expect([await own(), await tier()].map((jobs) => jobs.length)).toEqual([0, 1])
    await announceSticky(connection, id)
    await beat()
    await dispatch.tend()
    const next = { ...attempt, jobId: `${attempt.jobId}1` }
    await dispatch.publish([next])
    expect((await own()).map((job) => job.id)).toEqual([next.jobId])
    expect((await openQueues(connection).all()).map(({ name }) => name)).toContain(QueueNames.worker(id))
    expect(await dispatch.known([attempt, next])).toEqual([true, true])
  })

  test('what a worker does not take soon goes back to its tier', async () => {
    const { attempt, beat, connection, dispatch, id, own, tier } = await open()
    await announceSticky(connection, id)
    await beat()
    await dispatch.tend()
    await dispatch.publish([attempt])
    await waitFor(async () => {
      await beat()
      await dispatch.tend()
      return (await tier()).length === 1
    })
    expect(await own()).toEqual([])
    expect((await tier())[0]?.data).toEqual(attempt.job)
    expect(await dispatch.known([attempt])).toEqual([true])
  })

  test('what a worker had when it went goes back to its tier, at work or not, and its queue is gone', async () => {
    const { attempt, beat, connection, dispatch, id, leave, own, tier } = await open()
    await announceSticky(connection, id)
    await beat()
    await dispatch.tend()
    let release = () => {}
    const worker = createAttemptWorker(connection, {
      queue: QueueNames.worker(id),
      concurrency: 1,
      log: quiet,
      handle: () => new Promise((resolve) => (release = () => resolve('done'))),
    })
    await worker.start()
    await dispatch.publish([attempt, { ...attempt, jobId: `${attempt.jobId}1` }])
    await waitFor(() => worker.active() === 1)
    await leave()
    expect(await dispatch.tend()).toBe(2)
    expect((await tier()).map((job) => job.id).toSorted()).toEqual([attempt.jobId, `${attempt.jobId}1`])
    expect(await own()).toEqual([])
    expect(await dispatch.known([attempt])).toEqual([true])
    await dispatch.tend()
    expect(await connection.client.sismember(RedisKeys.stickyWorkers, id)).toBe(0)
    release()
    await worker.stop()
  })
})
