import { createLedger, type Database, openPglite, openPostgres } from '@muster/ledger'
import { aRunWithEntries, type TestServer, testLedgerUrl } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await testLedgerUrl()
})
afterAll(() => server.stop())

describe.each([
  ['PGlite', () => openPglite(null)],
  ['Postgres', () => openPostgres(server.url)],
])('on %s', (_, open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await createLedger(database, Date.now).migrate()
  })
  afterAll(() => database.close())

  test.each([
    ['UPDATE', `update entries set body = '{}'`],
    ['UPDATE', `update entries set body = '{}' where false`],
    ['DELETE', 'delete from entries'],
    ['TRUNCATE', 'truncate entries'],
    ['TRUNCATE', 'truncate runs cascade'],
    [
      'UPDATE',
      `insert into entries select * from entries on conflict (tenant, run, seq) do update set body = '{}'`,
    ],
  ])('%s of entries is refused: %s', async (operation, statement) => {
    const ledger = createLedger(database, Date.now)
    const { row, commit } = aRunWithEntries(2)
    await ledger.transaction((tx) => tx.write(commit))
    await expect(database.script(statement)).rejects.toThrow(`entries are append-only: ${operation} refused`)
    expect(await ledger.entries(row.id, 0, 10)).toEqual(commit.entries)
  })

  test('a run that has entries cannot be deleted', async () => {
    const { row, commit } = aRunWithEntries(1)
    await createLedger(database, Date.now).transaction((tx) => tx.write(commit))
    await database.script(`delete from graphs where run = '${row.id}'`)
    await expect(database.script(`delete from runs where id = '${row.id}'`)).rejects.toThrow(/entries/)
  })
})
