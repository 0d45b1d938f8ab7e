import { access, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { Database, Session } from './database.ts'
import { readTemplate } from './pglite-template.ts'

function sessionOf(client: PGlite | Transaction): Session {
  return {
    rows: async <Row>(text: string, values: readonly (string | number | null)[]) =>
      (await client.query<Row>(text, [...values])).rows,
    script: async (text) => {
      await client.exec(text)
    },
  }
}

async function create(dataDir: string): Promise<PGlite> {
  const template = await readTemplate()
  return PGlite.create(template === null ? { dataDir } : { dataDir, loadDataDir: template })
}

/** Makes a cluster beside `directory` and moves it there whole: a crash in the middle leaves nothing that looks like one. */
async function initialize(directory: string): Promise<void> {
  const fresh = `${directory}.new`
  await mkdir(dirname(directory), { recursive: true })
  await rm(fresh, { recursive: true, force: true })
  await (await create(fresh)).close()
  await rename(fresh, directory)
}

async function openDirectory(directory: string): Promise<PGlite> {
  const exists = await access(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
  if (!exists) await initialize(directory)
  return PGlite.create(directory)
}

/**
 * Opens the Postgres that runs inside this process, in `directory` or in memory. One process at a time may hold a
 * directory. It has one connection: what is asked outside a transaction waits until the transaction ends.
 */
export async function openPglite(directory: string | null): Promise<Database> {
  const client = await (directory === null ? create('memory://') : openDirectory(resolve(directory)))
  let closing: Promise<void> | null = null
  return {
    ...sessionOf(client),
    transaction: (work) => client.transaction((tx) => work(sessionOf(tx))),
    close: () => (closing ??= client.close()),
  }
}
