import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PolicyView, ReloadAnswer } from '@muster/core'
import {
  freePort,
  type PostgresServer,
  type RedisServer,
  startPostgres,
  startRedis,
  waitFor,
} from '@muster/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { cli, type Running, startNode } from '../support/processes.ts'

const FORBID = '@id("no-scripts") forbid (principal is Script, action, resource);\n'
const TOKEN = 'the-token-of-the-owner-of-this-muster'

let directory = ''
let port = 0
let postgres: PostgresServer
let ledgerUrl = ''
let store: RedisServer
let browser: Browser
const running: Running[] = []

/** Starts a process of a fleet, with files of its own; those with one home share what is in it. */
async function start(app: 'planner' | 'dashboard', name: string, home: string): Promise<void> {
  const policies = join(directory, name)
  await mkdir(policies, { recursive: true })
  const env = {
    MUSTER_LEDGER_URL: ledgerUrl,
    MUSTER_STORE_URL: store.url,
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
  ;[postgres, store, browser] = await Promise.all([startPostgres(), startRedis(), openBrowser()])
  ledgerUrl = await postgres.createDatabase()
  await start('dashboard', 'dashboard', 'home')
  await waitFor(async () => (await ask('/api/policy')) !== null, { timeoutMs: 30_000, everyMs: 50 })
  await start('planner', 'near', 'home')
  await start('planner', 'far', 'elsewhere')
}, 60_000)
afterAll(async () => {
  for (const one of running) one.kill()
  await Promise.all(running.map(({ ended }) => ended))
  await Promise.all([browser?.close(), postgres?.stop(), store?.stop()])
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

test('the first page says within seconds that planners, the store or the ledger are away, what that means, and when they are back', async () => {
  const { page } = await openPage(browser)
  await page.goto(`http://127.0.0.1:${port}/?token=${TOKEN}`)
  const amiss = page.getByRole('list', { name: 'What is not well' })
  const health = page.getByRole('region', { name: 'Health' })
  const patience = { timeout: 15_000 }
  await amiss.getByText('Workers: away').waitFor()
  await amiss.getByText('npx muster worker').waitFor()
  expect(await amiss.getByRole('listitem').count()).toBe(1)

  for (const planner of running.splice(1)) planner.kill('SIGKILL')
  await amiss.getByText(/^Planner: (needs a look|away)$/).waitFor(patience)
  const env = { MUSTER_URL: `http://127.0.0.1:${port}`, MUSTER_TOKEN: TOKEN }
  expect((await cli(['status'], { env })).stdout).toMatch(/planner +(poor|away)[^]*Runs do not move/)
  await start('planner', 'near', 'home')
  await amiss.getByText(/^Planner:/).waitFor({ ...patience, state: 'detached' })

  const { port: storePort } = store
  await store.stop('SIGKILL')
  await amiss.getByText('Store: away').waitFor(patience)
  await amiss.getByText('nothing that was decided is lost').waitFor()
  expect(await health.getByText('unknown', { exact: true }).count()).toBe(2)
  expect(await look(page, 'home-store-away')).toEqual([])
  store = await startRedis({ port: storePort })
  await amiss.getByText('Store: away').waitFor({ ...patience, state: 'detached' })

  await postgres.stop()
  await page.getByRole('alert').getByText('Check MUSTER_LEDGER_URL and that Postgres runs.').waitFor(patience)
}, 90_000)
