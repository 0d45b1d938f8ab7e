import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { LOCK_MS, STALLED_INTERVAL_MS, QueueNames } from '@muster/core'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { createDispatch, createAttemptWorker } from '../src/index.ts'
import { attemptOf, describeStores, newRun, quiet } from './stores.ts'

const BUILT = new URL('../dist/index.js', import.meta.url).href

/** A worker process that takes one job, says so and never ends it. */
const HANGS = `
const { connectStore, createAttemptWorker } = await import('${BUILT}')
const log = { debug() {}, info() {}, warn() {}, error() {} }
const connection = await connectStore(process.argv[1], log)
const handle = (job) => new Promise(() => console.log(job.run))
await createAttemptWorker(connection, { queue: '{muster-t3}', concurrency: 1, log, handle }).start()`

describeStores('redelivery', (store) => {
  const killAfterTaking = async (child: ChildProcess, run: string) => {
    let said = ''
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString()
    })
    await waitFor(() => said.includes(run))
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  test('the job of a worker killed in the middle goes to another within the stall bound', async () => {
    const connection = await store.open()
    const run = newRun()
    const message = attemptOf(run, 'a', { tier: 3 })
    const dispatch = createDispatch(connection)
    await dispatch.publish([message])
    const child = spawn(process.execPath, ['--input-type=module', '-e', HANGS, store.url()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const taken: string[] = []
    await killAfterTaking(child, run)
    const killedAt = performance.now()
    expect(await dispatch.known([message])).toEqual([true])
    const worker = createAttemptWorker(connection, {
      queue: QueueNames.tier(3),
      concurrency: 1,
      log: quiet,
      handle: async (job) => {
        taken.push(job.run)
        return 'done'
      },
    })
    await worker.start()
    await waitFor(() => taken.includes(run), { timeoutMs: 25_000 })
    expect(performance.now() - killedAt).toBeLessThan(LOCK_MS + 2 * STALLED_INTERVAL_MS + 500)
    await waitFor(async () => !(await dispatch.known([message]))[0])
    await worker.stop()
  })
})
