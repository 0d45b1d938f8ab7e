import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitFor } from '@muster/testing'
import { expect, test, vi } from 'vitest'
import { executing, openShop, type Shop } from './support/shop.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A script that says it runs, then waits for the file `go`. */
function waiting(shop: Shop) {
  const started = join(shop.directory, 'started')
  return executing(`echo on >> ${started}; while [ ! -e ${join(shop.directory, 'go')} ]; do sleep 0.05; done`)
}

async function startExecute(shop: Shop): Promise<void> {
  await shop.send('PLAN', waiting(shop), { fence: 1 })
  await shop.outcome('PLAN', 1)
  await shop.send('EXECUTE', waiting(shop), { fence: 2 })
  await waitFor(() => shop.text('started'))
}

test('killed in the middle of EXECUTE, a worker is replaced within 15 s, and one outcome results', async () => {
  const shop = await openShop()
  const first = shop.startProcess('w1')
  await startExecute(shop)
  const agents = shop.agents()
  expect(agents.length).toBeGreaterThan(0)
  shop.startProcess('w2')
  await waitFor(async () => (await shop.fleet.workers()).some(({ id }) => id === 'w2'))
  first.child.kill('SIGKILL')
  await waitFor(() => !shop.agents().some((pid) => agents.includes(pid)), { timeoutMs: 2_000 })
  await writeFile(join(shop.directory, 'go'), '')
  const { worker } = await shop.outcome('EXECUTE', 2, 15_000)
  expect(worker).toBe('w2')
  expect((await shop.outcomes()).filter(({ phase }) => phase === 'EXECUTE')).toHaveLength(1)
})

test('SIGTERM drains: the attempt under way is finished and told of', async () => {
  const shop = await openShop()
  const worker = shop.startProcess('w1')
  await startExecute(shop)
  worker.child.kill('SIGTERM')
  await writeFile(join(shop.directory, 'go'), '')
  expect(await worker.exit).toEqual({ code: 0, signal: null })
  await shop.outcome('EXECUTE', 2)
})

test('a second SIGTERM aborts: the worker ends and appends nothing', async () => {
  const shop = await openShop()
  const worker = shop.startProcess('w1')
  await startExecute(shop)
  worker.child.kill('SIGTERM')
  await waitFor(() => worker.errors().includes('worker drains'))
  worker.child.kill('SIGTERM')
  expect(await worker.exit).toEqual({ code: 0, signal: null })
  expect((await shop.outcomes()).map(({ phase }) => phase)).toEqual(['PLAN'])
})

test('with --exit-with-parent a worker ends when its standard input does', async () => {
  const shop = await openShop()
  const worker = shop.startProcess('w1', ['--exit-with-parent'])
  await waitFor(async () => (await shop.fleet.workers()).length === 1)
  worker.child.stdin?.end()
  expect(await worker.exit).toEqual({ code: 0, signal: null })
})

test('a bad option is one line and exit code 2', async () => {
  const shop = await openShop()
  const worker = shop.startProcess('w1', ['--concurrency', 'many'])
  expect(await worker.exit).toEqual({ code: 2, signal: null })
  expect(worker.errors()).toBe(
    'error: --concurrency is `many`; expected a whole number from 1 to 1000.\n' +
      '  hint: See docs/reference/config.md.\n  code: MUSTER_CONFIG\n',
  )
})
