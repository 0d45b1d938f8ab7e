import { readdir, readFile } from 'node:fs/promises'
import { MusterError, sha256 } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Database, Session } from './database.ts'
import { statement, text } from './statement.ts'

/** Any number, the same in every Muster: held while one of them migrates. */
const MIGRATION_LOCK = 6_878_741

const FOLDER = new URL('../migrations/', import.meta.url)

const findTable = statement<{ readonly found: boolean }>(
  sql`select to_regclass('muster_migrations') is not null as "found"`,
)

const createTable = `create table muster_migrations (
  name text primary key, checksum text not null, applied_at timestamptz not null default now())`

const lock = statement(sql.raw(`select pg_advisory_xact_lock(${MIGRATION_LOCK}) is null as "locked"`))

const appliedMigrations = statement<{ readonly name: string; readonly checksum: string }>(
  sql`select name, checksum from muster_migrations order by name`,
)

const recordMigration = statement(
  sql`insert into muster_migrations (name, checksum) values (${text('name')}, ${text('checksum')})`,
)

interface Migration {
  readonly name: string
  readonly script: string
  readonly checksum: string
}

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const script = await readFile(new URL(name, folder), 'utf8')
      return { name, script, checksum: sha256(script) }
    }),
  )
}

function refuse(problem: string): never {
  throw new MusterError('MUSTER_LEDGER_VERSION', { problem })
}

/** The first migration that is missing, if any. Throws MUSTER_LEDGER_VERSION for those that are not known here. */
async function missing(session: Session, migrations: readonly Migration[]): Promise<Migration | undefined> {
  const applied = await appliedMigrations(session)
  for (const { name, checksum } of applied) {
    const known = migrations.find((migration) => migration.name === name)
    if (known === undefined) refuse(`migration ${name} is unknown here`)
    if (known.checksum !== checksum) refuse(`migration ${name} is not the one the ledger was made with`)
  }
  return migrations.find(({ name }) => !applied.some((done) => done.name === name))
}

/** Applies the first migration that is missing; answers whether there was one. */
async function step(session: Session, migrations: readonly Migration[]): Promise<boolean> {
  await lock(session)
  // Who may make no table may still find that nothing is to be done.
  const [table] = await findTable(session)
  if (table?.found !== true) await session.script(createTable)
  const next = await missing(session, migrations)
  if (next === undefined) return false
  await session.script(next.script)
  await recordMigration(session, { name: next.name, checksum: next.checksum })
  return true
}

/**
 * Brings the database to the newest schema, each migration in a transaction of its own. Any number of planners may do
 * so at once. Throws MUSTER_LEDGER_VERSION when the database was made by a newer Muster or with other migrations.
 */
export async function migrate(database: Database, folder: URL = FOLDER): Promise<void> {
  const migrations = await readMigrations(folder)
  while (await database.transaction((session) => step(session, migrations)));
}

/** Throws MUSTER_LEDGER_VERSION unless the database has the newest schema. Changes nothing. */
export async function requireMigrated(database: Database, folder: URL = FOLDER): Promise<void> {
  const migrations = await readMigrations(folder)
  await database.transaction(async (session) => {
    const [table] = await findTable(session)
    if (table?.found !== true) refuse('there is no schema of Muster in it')
    const next = await missing(session, migrations)
    if (next !== undefined) refuse(`migration ${next.name} is missing, which the start of a planner makes`)
  })
}
