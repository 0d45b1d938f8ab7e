import { waitFor } from '@muster/testing'
import postgres from 'postgres'

const FIRST_WORD = /^\w+/

/** Counts statements and rows of a Postgres started with `countStatements`; `close` when done. Counting costs: time apart. */
export async function createPostgresCounts(url) {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`create extension if not exists pg_stat_statements`

  async function track(what) {
    await sql.unsafe(`alter system set pg_stat_statements.track = '${what}'`)
    await sql`select pg_reload_conf()`
    await waitFor(
      async () => (await sql`show pg_stat_statements.track`)[0]['pg_stat_statements.track'] === what,
    )
  }
  await track('none')

  return {
    /** Runs `work` and counts, over all databases: statements by kind, rows written, bytes of WAL. */
    async statements(work) {
      await track('top')
      await sql`select pg_stat_statements_reset()`
      const [{ before }] = await sql`select pg_current_wal_lsn() as before`
      await work()
      const [{ wal }] = await sql`select pg_wal_lsn_diff(pg_current_wal_lsn(), ${before})::float8 as wal`
      const found = await sql`
        select query, calls::int as calls, rows::int as rows from pg_stat_statements
        where dbid <> (select oid from pg_database where datname = current_database())`
      await track('none')
      const byKind = {}
      let total = 0
      let written = 0
      for (const { query, calls, rows } of found) {
        const kind = FIRST_WORD.exec(query.trim())?.[0].toLowerCase() ?? 'other'
        byKind[kind] = (byKind[kind] ?? 0) + calls
        total += calls
        if (kind !== 'select') written += rows
      }
      return { byKind, total, written, walBytes: wal }
    },
    close: () => sql.end(),
  }
}
