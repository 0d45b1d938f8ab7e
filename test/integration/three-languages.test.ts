import { mkdirSync, mkdtempSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_RETENTION, DEFAULT_TENANT } from '@muster/core'
import { openPgliteLedger, verifyLedger } from '@muster/ledger'
import { startLocalServer } from '@muster/store'
import { findBun, waitFor } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATH } from '../support/launcher.ts'
import { type Site, SILENT, startMuster, type TestMuster } from '../support/muster.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

let site: Site
let muster: TestMuster

beforeAll(async () => {
  // Below what its agents read, as on a machine of its own.
  mkdirSync(join(ROOT, '.muster'), { recursive: true })
  const home = mkdtempSync(join(ROOT, '.muster', 'test-'))
  const server = await startLocalServer({ home, log: SILENT })
  const ledger = await openPgliteLedger(join(home, 'ledger'))
  site = {
    ledger,
    storeUrl: server.url,
    async close() {
      await ledger.close()
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
  muster = await startMuster(site, 2, home, DEFAULT_RETENTION, {
    templates: [join(ROOT, 'examples', 'agents')],
    project: ROOT,
    path: `${dirname(findBun())}:${PATH}`,
  })
})
afterAll(async () => {
  await muster?.stop()
  await site?.close()
})

test('agents in TypeScript, in Python and on Bun analyse the same code together, each in one process', async () => {
  const pipeline = await readFile(join(ROOT, 'examples', 'multi-agent-analysis.yaml'), 'utf8')
  const { id } = await muster.submit(pipeline, { path: 'packages/core/src' })
  const waiting = async () => (await muster.ledger.gates({ run: id })).length > 0
  const over = async () => (await muster.ledger.run(DEFAULT_TENANT, id))?.status !== 'running'
  await waitFor(async () => (await waiting()) || (await over()), { timeoutMs: 60_000, everyMs: 50 })
  expect([...(await muster.stages(id)).values()].flatMap(({ reason }) => reason ?? [])).toEqual([])
  for (const name of ['security', 'performance']) {
    const voter = { kind: 'person', name, roles: [] } as const
    const vote = { run: id, stage: 'agree', voter, decision: 'approve', comment: null } as const
    await muster.engine.decide({ tenant: DEFAULT_TENANT, ...vote })
  }
  const run = await muster.ended(id, 60_000)
  expect([run.status, run.reason]).toEqual(['succeeded', null])

  const stages = await muster.stages(id)
  const reviews = ['security', 'performance', 'maintainability'].map(
    (name) => stages.get(`analyse.${name}`)?.outputs,
  )
  expect(reviews.map((outputs) => outputs?.['language'])).toEqual(['typescript', 'python', 'bun'])
  // Three programs that read the same files count the same.
  expect(
    new Set(reviews.map((outputs) => JSON.stringify([outputs?.['files'], outputs?.['lines']]))).size,
  ).toBe(1)
  expect(reviews[0]?.['files']).toBeGreaterThan(50)
  const findings = reviews.reduce((sum, outputs) => sum + Number(outputs?.['findings']), 0)
  expect(stages.get('summary')?.outputs).toEqual({ agents: 3, findings })
  expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
}, 120_000)
