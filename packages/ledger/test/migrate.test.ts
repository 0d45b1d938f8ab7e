import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createLedger, type Database, openPostgres } from '@muster/ledger'
import { createDatabase, type TestServer, testLedgerUrl } from '@muster/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate } from '../src/migrate.ts'

let server: TestServer
let database: Database
let folder = ''
beforeAll(async () => {
  server = await testLedgerUrl()
})
afterAll(() => server.stop())
beforeEach(async () => {
  database = await openPostgres(await createDatabase(server.url))
  folder = await mkdtemp(join(tmpdir(), 'muster-migrations-'))
  await write(
    '0001_tenants.sql',
    `create table tenants (id text primary key);
    create table projects (tenant text, id text, primary key (tenant, id));`,
  )
})
afterEach(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const write = (name: string, script: string) => writeFile(join(folder, name), script)
const run = () => migrate(database, pathToFileURL(`${folder}/`))
const applied = async () =>
  (await database.rows<{ name: string }>('select name from muster_migrations order by name', [])).map(
    ({ name }) => name,
  )

test('migrations are applied once each, in the order of their names', async () => {
  await write('0003_c.sql', 'insert into b values (1)')
  await write('0002_b.sql', 'create table b (n integer)')
  await run()
  await run()
  expect(await applied()).toEqual(['0001_tenants.sql', '0002_b.sql', '0003_c.sql'])
  expect(await database.rows('select n from b', [])).toEqual([{ n: 1 }])
})

test('a migration that fails leaves nothing of itself, and what came before stays', async () => {
  await write('0002_b.sql', 'create table b (n integer); select 1 / 0;')
  await expect(run()).rejects.toThrow('division by zero')
  expect(await applied()).toEqual(['0001_tenants.sql'])
  await write('0002_b.sql', 'create table b (n integer)')
  await run()
  expect(await applied()).toEqual(['0001_tenants.sql', '0002_b.sql'])
})

test('a migration that changed after it was applied stops everything', async () => {
  await run()
  await write('0001_tenants.sql', 'create table tenants (id text primary key, name text)')
  await write('0002_b.sql', 'create table b (n integer)')
  await expect(run()).rejects.toThrow(/0001_tenants\.sql is not the one the ledger was made with/)
  expect(await applied()).toEqual(['0001_tenants.sql'])
})

test('a ledger that a newer Muster made is not touched', async () => {
  await write('0002_b.sql', 'create table b (n integer)')
  await run()
  await rm(join(folder, '0002_b.sql'))
  await expect(run()).rejects.toThrow(/another version of Muster: migration 0002_b\.sql is unknown/)
})

test('the default tenant and project exist, once', async () => {
  const ledger = createLedger(database, Date.now)
  await ledger.migrate()
  await ledger.migrate()
  expect(await ledger.tenants()).toEqual([{ id: 'default', projects: ['default'] }])
})
