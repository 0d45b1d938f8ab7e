import { join } from 'node:path'
import { createDispatch } from '@muster/store'
import { waitFor } from '@muster/testing'
import { expect, onTestFinished, test } from 'vitest'
import { agentsOf } from '../../../test/support/processes-of.ts'
import { openShop } from './support/shop.ts'

const AGENT = `
import { createInterface } from 'node:readline'
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, params } = JSON.parse(line)
  say({ id, result: { protocolVersion: 1, nonce: params.nonce, name: 'warm', version: '1', capabilities: { phases: [] } } })
})
`
const TEMPLATE = { name: 'ready', agent: ['node', 'agent.mjs'], files: { 'agent.mjs': AGENT }, warm: 2 }

test('what a worker keeps ready dies with its template, with the worker that is revoked, and with a drain', async () => {
  const shop = await openShop()
  const worker = await shop.startHere('w1')
  const dispatch = createDispatch(shop.connection)
  onTestFinished(() => dispatch.close())
  const ready = () => agentsOf(join(shop.workspaces, '.warm')).length
  let fence = 0
  const warmUp = async () => {
    fence += 1
    await shop.send('BOOTSTRAP', TEMPLATE, { fence })
    expect((await shop.outcome('BOOTSTRAP', fence)).outcome.kind).toBe('succeeded')
    await waitFor(() => ready() === 2)
  }
  await warmUp()
  await dispatch.publish([{ kind: 'template', tenant: 'default', template: 'another' }])
  await dispatch.publish([{ kind: 'template', tenant: 'default', template: 'ready' }])
  await waitFor(() => ready() === 0)
  await warmUp()
  await dispatch.publish([{ kind: 'worker', worker: 'w1', revoked: true }])
  await waitFor(() => ready() === 0)
  await dispatch.publish([{ kind: 'worker', worker: 'w1', revoked: false }])
  await warmUp()
  await worker.stop()
  expect(ready()).toBe(0)
})
