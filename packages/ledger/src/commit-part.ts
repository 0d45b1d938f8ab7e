import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { type Columnar, columnar } from './columnar.ts'
import { nameOf, type Values } from './statement.ts'

/** How one list of a commit is written: a piece of the commit's statement, and the values it is given. */
export interface CommitPart<Row> {
  readonly query: SQL
  readonly values: (rows: readonly Row[]) => Values
}

type Row<Table extends PgTable> = Table['$inferSelect']

/** The last of the rows that share a key: a statement may touch a row once only. */
export function lastOfEach<T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] {
  const latest = new Map(rows.map((row) => [keyOf(row), row]))
  return latest.size === rows.length ? rows : [...latest.values()]
}

function wholeRows<Table extends PgTable>(table: Table, written: readonly string[]): Columnar<Row<Table>> {
  const { name } = getTableConfig(table)
  return columnar(table, name, Object.keys(getTableColumns(table)), written)
}

/** Inserts whole rows of `table`. A row that exists makes the commit fail. */
export function insertInto<Table extends PgTable>(
  table: Table,
  written: readonly string[] = [],
): CommitPart<Row<Table>> {
  const { source, names, values } = wholeRows(table, written)
  return { query: sql`insert into ${table} (${names}) select * from ${source}`, values }
}

/** Inserts whole rows of `table` or, where the primary key exists, replaces them. */
export function upsertInto<Table extends PgTable>(table: Table): CommitPart<Row<Table>> {
  const columns = Object.entries(getTableColumns(table))
  const { source, names, values } = wholeRows(table, [])
  const key = new Set(getTableConfig(table).primaryKeys[0]?.columns.map((column) => column.name))
  const keys = columns.filter(([, column]) => key.has(column.name))
  const rest = columns.filter(([, column]) => !key.has(column.name))
  const replace = rest.map(([, column]) => sql`${nameOf(column)} = excluded.${nameOf(column)}`)
  const query = sql`insert into ${table} (${names}) select * from ${source}
    on conflict (${sql.join(
      keys.map(([, column]) => nameOf(column)),
      sql`, `,
    )}) do update set ${sql.join(replace, sql`, `)}`
  // No key holds a NUL: Postgres refuses it.
  const keyOf = (row: Row<Table>) => keys.map(([name]) => row[name]).join('\0')
  return { query, values: (rows) => values(lastOfEach(rows, keyOf)) }
}
