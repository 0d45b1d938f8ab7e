import { createDatabase, dropDatabase, startPostgres } from './start-postgres.ts'
import { startRedis } from './start-redis.ts'

/** A server to test against, ours or one that was running. */
export interface TestServer {
  readonly url: string
  /** Gives back what was taken: the private server, or the database on somebody's. */
  stop(): Promise<void>
}

/** An empty Postgres database: on the server of MUSTER_TEST_LEDGER_URL, else on a private server. */
export async function testLedgerUrl(): Promise<TestServer> {
  const given = process.env['MUSTER_TEST_LEDGER_URL']
  if (given === undefined || given === '') {
    const server = await startPostgres()
    return { url: await server.createDatabase(), stop: () => server.stop() }
  }
  const url = await createDatabase(given)
  return { url, stop: () => dropDatabase(given, url) }
}

/** A store: the one at MUSTER_TEST_STORE_URL, which may hold other tests' keys, else a private and empty one. */
export async function testStoreUrl(): Promise<TestServer> {
  const given = process.env['MUSTER_TEST_STORE_URL']
  if (given === undefined || given === '') return startRedis()
  return { url: given, stop: async () => {} }
}
