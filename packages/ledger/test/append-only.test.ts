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

  test.each([
    ['a block', 'do $$ begin delete from entries; end $$'],
    ['a function of another name', 'select clean()'],
    ['muster_trim_runs of what is not old', `select muster_trim_runs(0, 1, 100, 1000); delete from entries`],
  ])('DELETE by %s is refused', async (_by, statement) => {
    const ledger = createLedger(database, Date.now)
    const { row, commit } = aRunWithEntries(2, { status: 'failed', finishedAt: 5 })
    await ledger.write(commit)
    await database.script(`create or replace function clean() returns void language plpgsql as
      $$ begin delete from entries; end $$`)
    await expect(database.script(statement)).rejects.toThrow('DELETE refused')
    expect(await ledger.entries(row.id, 0, 10)).toEqual(commit.entries)
  })

  test('muster_trim_runs deletes the entries of runs that ended before the given time, and stamps them', async () => {
    const ledger = createLedger(database, Date.now)
    const old = aRunWithEntries(2, { status: 'failed', finishedAt: 6 })
    const young = aRunWithEntries(2, { status: 'failed', finishedAt: 7 })
    for (const { commit } of [old, young]) await ledger.write(commit)
    while ((await ledger.trim(7, 8)) > 0);
    expect(await ledger.entries(old.row.id, 0, 10)).toEqual([])
    expect((await ledger.run('default', old.row.id))?.trimmedAt).toBe(8)
    expect(await ledger.entries(young.row.id, 0, 10)).toEqual(young.commit.entries)
    await expect(database.script(`delete from entries where run = '${young.row.id}'`)).rejects.toThrow(
      'refused',
    )
  })

  test('a stamp is neither set nor taken back by anybody else, and its run stays', async () => {
    const ledger = createLedger(database, Date.now)
    const trimmed = aRunWithEntries(1, { status: 'failed', finishedAt: 1 }).commit
    const whole = aRunWithEntries(1, { status: 'failed', finishedAt: 100 }).commit
    for (const commit of [trimmed, whole]) await ledger.write(commit)
    while ((await ledger.trim(2, 3)) > 0);
    const [gone, kept] = [trimmed, whole].map(({ created }) => created[0]?.row.id)
    await expect(database.script(`update runs set trimmed_at = 9 where id = '${kept}'`)).rejects.toThrow(
      'trimmed',
    )
    await expect(database.script(`update runs set trimmed_at = null where id = '${gone}'`)).rejects.toThrow(
      'trimmed',
    )
    await expect(database.script(`update runs set head = head where id = '${gone}'`)).rejects.toThrow(
      'trimmed',
    )
    await expect(database.script(`delete from runs where id = '${gone}'`)).rejects.toThrow('DELETE refused')
  })

  test.each([
    ['UPDATE', 'revocations', `update revocations set body = '{}'`],
    ['DELETE', 'revocations', 'delete from revocations'],
    ['TRUNCATE', 'revocations', 'truncate revocations'],
    ['UPDATE', 'published templates', `update templates set body = '{}'`],
    ['DELETE', 'published templates', 'delete from templates'],
    ['TRUNCATE', 'published templates', 'truncate templates'],
  ])('%s of %s is refused', async (operation, what, statement) => {
    await expect(database.script(statement)).rejects.toThrow(`${what} are append-only: ${operation} refused`)
  })

  test('a run that has entries cannot be deleted', async () => {
    const { row, commit } = aRunWithEntries(1)
    await createLedger(database, Date.now).transaction((tx) => tx.write(commit))
    await database.script(`delete from graphs where run = '${row.id}'`)
    await expect(database.script(`delete from runs where id = '${row.id}'`)).rejects.toThrow(/entries/)
  })
})
