import { type AuditLedger, openPostgresLedger } from '@muster/ledger'
import { aRunWithEntries, createDatabase, type TestServer, testLedgerUrl } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: TestServer
let ledger: AuditLedger
beforeAll(async () => {
  server = await testLedgerUrl()
  ledger = await openPostgresLedger(await createDatabase(server.url))
  await ledger.migrate()
})
afterAll(async () => {
  await ledger.close()
  await server.stop()
})

test('a run that somebody holds is left for later, and trimming does not wait for it', async () => {
  const held = aRunWithEntries(1, { status: 'failed', finishedAt: 1 })
  const free = aRunWithEntries(1, { status: 'failed', finishedAt: 2 })
  for (const { commit } of [held, free]) await ledger.write(commit)
  await ledger.transaction(async (tx) => {
    await tx.lockRuns([held.row.id])
    expect(await ledger.trim(10, 11)).toBe(1)
  })
  expect((await ledger.run('default', free.row.id))?.trimmedAt).toBe(11)
  expect(await ledger.run('default', held.row.id)).toEqual(held.row)
  expect(await ledger.trim(10, 12)).toBe(1)
})
