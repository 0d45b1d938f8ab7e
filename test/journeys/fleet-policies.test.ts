import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PolicyView, ReloadAnswer } from '@muster/core'
import { freePort, testLedgerUrl, testStoreUrl, type TestServer, waitFor } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, startNode } from '../support/processes.ts'

const FORBID = '@id("no-scripts") forbid (principal is Script, action, resource);\n'
const TOKEN = 'the-token-of-the-owner-of-this-muster'

let directory = ''
let port = 0
let servers: readonly TestServer[] = []
const running: Running[] = []

/** Starts a process of a fleet, with files of its own; those with one home share what is in it. */
async function start(app: 'planner' | 'dashboard', name: string, home: string): Promise<void> {
  const policies = join(directory, name)
  await mkdir(policies)
  const [ledger, store] = servers
  const env = {
    MUSTER_LEDGER_URL: ledger?.url ?? '',
    MUSTER_STORE_URL: store?.url ?? '',
    MUSTER_HOME: join(directory, home),
    MUSTER_POLICIES: policies,
    MUSTER_PORT: String(port),
    MUSTER_TOKEN: TOKEN,
  }
  running.push(startNode(`apps/${app}/dist/main.js`, [], { env }))
}

async function ask<T>(path: string, method = 'GET'): Promise<T | null> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  const body = method === 'GET' ? {} : { body: '{}' }
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...body }).catch(
    () => null,
  )
  return answer?.ok === true ? ((await answer.json()) as T) : null
}

/** How many processes decide by what, once there are three of them that do so. */
async function decidedBy(expected: Readonly<Record<string, number>>): Promise<void> {
  await waitFor(
    async () => {
      const { processes = [] } = (await ask<PolicyView>('/api/policy')) ?? {}
      const found: Record<string, number> = {}
      for (const { policies } of processes)
        found[policies ?? 'nothing'] = (found[policies ?? 'nothing'] ?? 0) + 1
      return (
        JSON.stringify(Object.entries(found).toSorted()) ===
        JSON.stringify(Object.entries(expected).toSorted())
      )
    },
    { timeoutMs: 30_000, everyMs: 50 },
  )
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-fleet-policies-'))
  port = await freePort()
  servers = await Promise.all([testLedgerUrl(), testStoreUrl()])
  await start('dashboard', 'dashboard', 'home')
  await waitFor(async () => (await ask('/api/policy')) !== null, { timeoutMs: 30_000, everyMs: 50 })
  await start('planner', 'near', 'home')
  await start('planner', 'far', 'elsewhere')
}, 60_000)
afterAll(async () => {
  for (const one of running) one.kill()
  await Promise.all(running.map(({ ended }) => ended))
  await Promise.all(servers.map((server) => server.stop()))
  await rm(directory, { recursive: true, force: true })
})

test('a reload at one process reaches every other, and one that cannot load the policies denies everything until it can', async () => {
  const { digest: before, named } = (await ask<PolicyView>('/api/policy')) as PolicyView
  expect(named).toBe(false)
  await decidedBy({ [before]: 3 })

  // Only the dashboard has the file. What it read it left in the home that it shares with one planner, not with the other.
  await writeFile(join(directory, 'dashboard', 'own.cedar'), FORBID)
  const reloaded = (await ask<ReloadAnswer>('/api/policy/reload', 'POST')) as ReloadAnswer
  expect(reloaded).toMatchObject({ changed: true })
  await decidedBy({ [reloaded.digest]: 2, nothing: 1 })

  await writeFile(join(directory, 'far', 'own.cedar'), FORBID)
  await decidedBy({ [reloaded.digest]: 3 })
  expect(await ask<PolicyView>('/api/policy')).toMatchObject({ digest: reloaded.digest, named: true })
}, 90_000)
