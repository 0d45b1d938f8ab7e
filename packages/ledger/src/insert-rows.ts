import { getTableColumns, sql } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { columnar } from './columnar.ts'
import type { Session } from './database.ts'
import { nameOf, statement } from './statement.ts'

type Row<Table extends PgTable> = Table['$inferSelect']
type Insert<Table extends PgTable> = (session: Session, rows: readonly Row<Table>[]) => Promise<void>

/** The last of the rows that share a key: a statement may touch a row once only. */
export function lastOfEach<T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] {
  const latest = new Map(rows.map((row) => [keyOf(row), row]))
  return latest.size === rows.length ? rows : [...latest.values()]
}

/** The statement that inserts whole rows of `table`. A row that exists makes it fail. */
export function insertRows<Table extends PgTable>(table: Table): Insert<Table> {
  const { source, names, values } = columnar(table, Object.keys(getTableColumns(table)))
  const insert = statement(sql`insert into ${table} (${names}) select * from ${source}`)
  return async (session, rows) => {
    if (rows.length > 0) await insert(session, values(rows))
  }
}

/** The statement that inserts whole rows of `table` or, where the primary key exists, replaces them. */
export function upsertRows<Table extends PgTable>(table: Table): Insert<Table> {
  const columns = Object.entries(getTableColumns(table))
  const { source, names, values } = columnar(table, Object.keys(getTableColumns(table)))
  const key = new Set(getTableConfig(table).primaryKeys[0]?.columns.map((column) => column.name))
  const keys = columns.filter(([, column]) => key.has(column.name))
  const rest = columns.filter(([, column]) => !key.has(column.name))
  const replace = rest.map(([, column]) => sql`${nameOf(column)} = excluded.${nameOf(column)}`)
  const upsert = statement(sql`insert into ${table} (${names}) select * from ${source}
    on conflict (${sql.join(
      keys.map(([, column]) => nameOf(column)),
      sql`, `,
    )}) do update set ${sql.join(replace, sql`, `)}`)
  const keyOf = (row: Row<Table>) => JSON.stringify(keys.map(([name]) => row[name]))
  return async (session, rows) => {
    if (rows.length > 0) await upsert(session, values(lastOfEach(rows, keyOf)))
  }
}
