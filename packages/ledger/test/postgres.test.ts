import { openLedger, openPostgresLedger } from '@muster/ledger'
import {
  aRunWithEntries,
  createDatabase,
  describeLedger,
  freePort,
  type TestServer,
  testLedgerUrl,
} from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await testLedgerUrl()
})
afterAll(() => server.stop())

describeLedger('Postgres', async () => openPostgresLedger(server.url))

test('planners that start together migrate an empty database once', async () => {
  const url = await createDatabase(server.url)
  const planners = await Promise.all(Array.from({ length: 4 }, () => openLedger({ url, directory: '' })))
  await Promise.all(planners.map((planner) => planner.migrate()))
  const { row, commit } = aRunWithEntries(1)
  await planners[0]?.transaction((tx) => tx.write(commit))
  expect(await planners[3]?.run(row.tenant, row.id)).toEqual(row)
  await Promise.all(planners.map((planner) => planner.close()))
})

test('a server that does not answer is named without its password', async () => {
  const url = `postgres://ada:hunter2@127.0.0.1:${await freePort()}/muster?password=hunter3`
  const opened = openPostgresLedger(url)
  await expect(opened).rejects.toMatchObject({
    code: 'MUSTER_LEDGER_UNREACHABLE',
    message: expect.stringMatching(/ada@127\.0\.0\.1:\d+.*ECONNREFUSED/),
  })
  await expect(opened).rejects.not.toThrow(/hunter/)
})
