import postgres from 'postgres'

/** Counts rows and bytes of a ledger, by table; `close` when done. */
export function createLedgerSize(url) {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const measure = async () => {
    await sql`vacuum`
    const tables = await sql`select relname as name, pg_total_relation_size(oid)::float8 as bytes
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`
    const sizes = {}
    for (const { name, bytes } of tables) {
      const [{ rows }] = await sql`select count(*)::int as rows from ${sql(name)}`
      sizes[name] = { rows, bytes }
    }
    return sizes
  }
  return {
    /** Every table as it is: its rows, and its bytes with indexes and long values. Vacuums first. */
    measure,
    /** What `work` added, by table. */
    async added(work) {
      const before = await measure()
      await work()
      const after = await measure()
      return Object.fromEntries(
        Object.entries(after).map(([name, { rows, bytes }]) => [
          name,
          { rows: rows - before[name].rows, bytes: bytes - before[name].bytes },
        ]),
      )
    },
    close: () => sql.end(),
  }
}
