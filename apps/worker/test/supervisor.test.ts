import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { join } from 'node:path'
import { waitFor } from '@muster/testing'
import { expect, test } from 'vitest'
import { executing, openShop, type Shop, type WorkerProcess } from './support/shop.ts'

/** A worker whose agent runs, and says so. */
async function working(): Promise<{
  readonly shop: Shop
  readonly worker: WorkerProcess
  readonly pid: number
}> {
  const shop = await openShop()
  const worker = shop.startProcess('w1')
  const template = executing(`echo on > ${join(shop.directory, 'started')}; exec sleep 1000`)
  await shop.send('PLAN', template, { fence: 1 })
  await shop.outcome('PLAN', 1)
  await shop.send('EXECUTE', template, { fence: 2 })
  await waitFor(() => shop.text('started'))
  return { shop, worker, pid: worker.child.pid ?? 0 }
}

/** The process that watches over the agents of a worker. */
function supervisorOf(worker: number): number | null {
  const found = readdirSync('/proc').find((pid) => {
    try {
      const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
      return (
        Number(parent) === worker &&
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('supervisor/main.js')
      )
    } catch {
      return false
    }
  })
  return found === undefined ? null : Number(found)
}

test('when a worker is stopped by a signal, its agents are dead within 2 s', async () => {
  const { shop, worker } = await working()
  // Past the start of the supervisor: it knows the agent, and the worker has said that it runs.
  await pause(500)
  const agents = shop.agents()
  expect(agents.length).toBeGreaterThan(0)
  worker.child.kill('SIGSTOP')
  await waitFor(() => !shop.agents().some((pid) => agents.includes(pid)), { timeoutMs: 2_000 })
  worker.child.kill('SIGCONT')
  // The worker goes on, and finds that its agent was killed.
  const { outcome } = await shop.outcome('EXECUTE', 2)
  expect(outcome).toMatchObject({ kind: 'failed', record: { ended: 'signal SIGKILL' } })
})

test('when a worker and its sandboxes are killed at once, nothing of an agent is left', async () => {
  const { shop, worker } = await working()
  worker.child.kill('SIGKILL')
  await waitFor(() => shop.agents().length === 0, { timeoutMs: 2_000 })
  expect(await worker.exit).toEqual({ code: null, signal: 'SIGKILL' })
})

test('a supervisor that is killed is followed by another, which knows the agents', async () => {
  const { shop, worker, pid } = await working()
  const first = await waitFor(() => supervisorOf(pid))
  process.kill(first, 'SIGKILL')
  await waitFor(() => {
    const next = supervisorOf(pid)
    return next !== null && next !== first
  })
  await pause(500)
  expect(shop.agents().length).toBeGreaterThan(0)
  worker.child.kill('SIGSTOP')
  await waitFor(() => shop.agents().length === 0, { timeoutMs: 2_000 })
  worker.child.kill('SIGKILL')
})
