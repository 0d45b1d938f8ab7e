import { openPostgresLedger } from '@muster/ledger'
import { aRunWithEntries, createDatabase, type PostgresServer, startPostgres } from '@muster/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

/** Cuts every connection of Muster to a database and waits until the server has let go of them. */
async function cutAll(admin: postgres.Sql): Promise<void> {
  const cut = () => admin`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where application_name = 'muster' and datname = current_database()`
  await cut()
}

describe('when connections are cut', () => {
  let url = ''
  let admin: postgres.Sql
  beforeAll(async () => {
    url = await createDatabase(server.url)
    admin = postgres(url, { max: 1, onnotice: () => {} })
  })
  afterAll(() => admin.end())

  test('a transaction in the middle is undone whole, and none of the rest of it runs on its own', async () => {
    const ledger = await openPostgresLedger(url)
    await ledger.migrate()
    const { row, commit } = aRunWithEntries(1)
    const refusals: unknown[] = []
    const transaction = ledger.transaction(async (tx) => {
      await tx.lockRuns([row.id])
      await cutAll(admin)
      for (let turn = 0; turn < 20; turn++) {
        // Others make a client connect again meanwhile.
        await ledger.openRuns().catch(() => [])
        await tx.write(commit).catch((thrown: unknown) => refusals.push(thrown))
      }
    })
    await expect(transaction).rejects.toThrow(/terminat|lost|reset|CLOSED/i)
    expect(refusals).toHaveLength(20)
    expect(await ledger.run(row.tenant, row.id)).toBeNull()
    await ledger.transaction((tx) => tx.write(commit))
    expect(await ledger.run(row.tenant, row.id)).toEqual(row)
    await ledger.close()
  })

  test('again and again under load, each commit is whole or absent, and the ledger answers afterwards', async () => {
    const ledger = await openPostgresLedger(url)
    await ledger.migrate()
    const end = performance.now() + 3_000
    const acknowledged: string[] = []
    const failed: string[] = []
    const writer = async (): Promise<void> => {
      while (performance.now() < end) {
        const { row, commit } = aRunWithEntries(3)
        const written = ledger.transaction((tx) => tx.write(commit))
        await written.then(
          () => acknowledged.push(row.id),
          () => failed.push(row.id),
        )
      }
    }
    const cutter = async (): Promise<void> => {
      while (performance.now() < end) await cutAll(admin)
    }
    await Promise.all([...Array.from({ length: 12 }, writer), cutter()])
    expect(failed.length).toBeGreaterThan(0)
    expect(acknowledged.length).toBeGreaterThan(0)
    for (const id of acknowledged) expect(await ledger.entries(id, 0, 10)).toHaveLength(3)
    for (const id of failed) {
      const run = await ledger.run('default', id)
      expect(await ledger.entries(id, 0, 10)).toHaveLength(run === null ? 0 : 3)
    }
    await ledger.close()
  })
})
