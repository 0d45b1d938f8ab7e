import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keySecretFile } from '@muster/core'
import { openPostgresLedger, verifyLedger } from '@muster/ledger'
import { testLedgerUrl, testStoreUrl } from '@muster/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Site, startMuster, type TestMuster } from '../support/muster.ts'
import * as pipelines from '../support/pipelines.ts'
import { cli } from '../support/processes.ts'

const RUNS = 12

describe('two planners on one stream and one ledger', () => {
  let url: string
  let storeUrl: string
  let home: string
  let close: () => Promise<void>
  let planners: readonly TestMuster[]

  beforeAll(async () => {
    const [ledger, store] = await Promise.all([testLedgerUrl(), testStoreUrl()])
    url = ledger.url
    storeUrl = store.url
    home = mkdtempSync(join(tmpdir(), 'muster-two-'))
    const site = async (): Promise<Site> => ({
      ledger: await openPostgresLedger(url),
      storeUrl,
      close: async () => {},
    })
    planners = await Promise.all([startMuster(await site(), 1, home), startMuster(await site(), 1, home)])
    close = async () => {
      await Promise.all(planners.map((planner) => planner.stop()))
      await Promise.all(planners.map((planner) => planner.ledger.close()))
      await Promise.all([ledger.stop(), store.stop()])
    }
  })
  afterAll(() => close?.())

  test('settle the runs of both, each phase once, and every chain holds', async () => {
    const [one, other] = planners as [TestMuster, TestMuster]
    const runs = await Promise.all(
      Array.from({ length: RUNS }, (_, at) => (at % 2 === 0 ? one : other).submit(pipelines.DIAMOND)),
    )
    for (const { id } of runs) expect((await one.ended(id, 60_000)).status).toBe('succeeded')
    for (const { id } of runs) {
      const attempts = (await one.ledger.attempts(id)).filter(({ status }) => status === 'succeeded')
      expect(new Set(attempts.map(({ stage, phase }) => `${stage} ${phase}`)).size).toBe(attempts.length)
    }
    expect((await verifyLedger(one.ledger, null)).broken).toEqual([])
  }, 90_000)

  test('an entry that someone changed behind their back is named by `muster ledger verify`, which exits with 1', async () => {
    const [one] = planners as [TestMuster]
    const { id } = await one.submit(pipelines.ONE)
    await one.ended(id)
    const sql = postgres(url, { max: 1 })
    await sql`alter table entries disable trigger all`
    await sql`update entries set body = replace(body, 'succeeded', 'failed') where run = ${id} and seq = 4`
    await sql`alter table entries enable trigger all`
    await sql.end()
    const env = {
      MUSTER_LEDGER_URL: url,
      MUSTER_STORE_URL: storeUrl,
      MUSTER_HOME: mkdtempSync(join(tmpdir(), 'muster-verify-')),
      MUSTER_KEY_SECRET: keySecretFile(home),
    }
    const verified = await cli(['ledger', 'verify', '--run', id], { env })
    expect([verified.code, verified.output]).toEqual([1, expect.stringContaining(id)])
    expect(verified.output).toMatch(/\b4\b.*does not match its hash/)
  }, 60_000)
})
