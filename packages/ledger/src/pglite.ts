import { mkdir } from 'node:fs/promises'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { Database, Session } from './database.ts'

function sessionOf(client: PGlite | Transaction): Session {
  return {
    rows: async <Row>(text: string, values: readonly (string | number | null)[]) =>
      (await client.query<Row>(text, [...values])).rows,
    script: async (text) => {
      await client.exec(text)
    },
  }
}

/**
 * Opens the Postgres that runs inside this process, in `directory` or in memory. One process at a time may hold a
 * directory. It has one connection: what is asked outside a transaction waits until the transaction ends.
 */
export async function openPglite(directory: string | null): Promise<Database> {
  if (directory !== null) await mkdir(directory, { recursive: true })
  const client = await PGlite.create(directory ?? 'memory://')
  let closing: Promise<void> | null = null
  return {
    ...sessionOf(client),
    transaction: (work) => client.transaction((tx) => work(sessionOf(tx))),
    close: () => (closing ??= client.close()),
  }
}
