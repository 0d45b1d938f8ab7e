import { QueueNames } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { createAttemptWorker, createDispatch, openQueues } from '../src/index.ts'
import { attemptOf, describeStores, newRun, quiet } from './stores.ts'

const TIER = 2

describeStores('a queue that tenants share', (store) => {
  test('the default tenant alone waits for no turn; with others each has one, and what has begun goes before what is far', async () => {
    const connection = await store.open()
    const dispatch = createDispatch(connection)
    const board = openQueues(connection)
    const [queue] = (await board.all()).filter(({ name }) => name === QueueNames.tier(TIER))
    const alone = newRun()
    await dispatch.publish([attemptOf(alone, 'alone', { tier: TIER })])
    expect(await queue?.getJobCountByTypes('prioritized')).toBe(0)

    // Another process, which meets the second tenant first.
    const other = createDispatch(connection)
    const quietRun = newRun()
    const noisy = Array.from({ length: 20 }, (_, place) =>
      attemptOf(newRun(), `noisy-${place}`, { tier: TIER }),
    )
    await other.publish([attemptOf(quietRun, 'quiet-0', { tier: TIER, tenant: 'quiet' })])
    await dispatch.tend()
    await dispatch.publish(noisy)
    await other.publish([attemptOf(quietRun, 'quiet-1', { tier: TIER, tenant: 'quiet' })])
    await dispatch.publish([attemptOf(alone, 'begun', { tier: TIER, phase: 'PLAN' })])

    const order: string[] = []
    const worker = createAttemptWorker(connection, {
      queue: QueueNames.tier(TIER),
      concurrency: 1,
      log: quiet,
      handle: async ({ stage }) => {
        order.push(stage)
        return 'done'
      },
    })
    await worker.start()
    await waitFor(() => order.length === 24)
    await worker.stop()
    expect(order.slice(0, 5)).toEqual(['alone', 'quiet-0', 'noisy-0', 'noisy-1', 'quiet-1'])
    expect(order.slice(10, 13)).toEqual(['noisy-7', 'begun', 'noisy-8'])
    await board.close()
    await Promise.all([dispatch.close(), other.close()])
  })
})
