// Starts runs from a script, both ways. With `npx muster up` in another shell, which prints the address and its token:
//
//   npx tsc -p examples
//   MUSTER_URL=http://127.0.0.1:... MUSTER_TOKEN=... node examples/dist/enqueue.js
//
// With MUSTER_STORE_URL it also goes through the queue. Node 22.18 and newer run this file as it is.
import { Muster } from '@muster/sdk'
import { QueueClient } from '@muster/sdk/queue'

const pipeline = `
name: greeting
version: 1.0.0
inputs:
  name: { type: string, required: true }
stages:
  - name: greet
    template: default
    config:
      inputs:
        message: Hello, \${{ inputs.name }}.
`

/** Over HTTP: the way for scripts anywhere. */
async function overHttp(): Promise<void> {
  const muster = Muster.fromEnvironment(process.env)
  const run = await muster.trigger(pipeline, { inputs: { name: 'Ada' }, idempotencyKey: 'greeting-of-ada' })
  for await (const entry of run.events()) console.log(`${run.id} ${entry.seq} ${entry.cause.kind}`)
  const result = await run.result({ timeoutMs: 60_000 })
  console.log(result.ok ? 'It succeeded.' : `It did not: ${result.reason}`)
}

/** Through the queue, without a server: the way for scripts that are trusted with the store. */
async function throughTheQueue(storeUrl: string): Promise<void> {
  const queue = new QueueClient({ storeUrl })
  try {
    const { run, created } = await queue.trigger(pipeline, { inputs: { name: 'Grace' }, by: 'enqueue.ts' })
    console.log(`${run} ${created ? 'was admitted' : 'was there already'}`)
  } finally {
    await queue.close()
  }
}

const { MUSTER_STORE_URL: storeUrl } = process.env
if (process.env['MUSTER_URL']) await overHttp()
if (storeUrl) await throughTheQueue(storeUrl)
