import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { list, nameOf, type Values } from './statement.ts'

/** Postgres keeps no NUL in a text; JSON escapes its own, so that only plain texts lose theirs. */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}

function element(value: unknown): string {
  if (typeof value === 'string') return `"${storable(value).replace(/["\\]/g, '\\$&')}"`
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'NULL'
}

/** Postgres's notation of a list of texts, numbers or booleans. */
export function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map(element).join(',')}}`
}

/** Rows turned into one list for each column: what makes a statement's length independent of their number. */
export interface Columnar<Row> {
  /** The columns' names, for INSERT. */
  readonly names: SQL
  /** `unnest(...)` of the lists, as `given` with the columns' names. */
  readonly source: SQL
  readonly values: (rows: readonly Row[]) => Values
}

/** Reads rows of `table`, or of some of its columns, column by column. */
export function columnar<Table extends PgTable>(
  table: Table,
  keys: readonly (keyof Table['$inferSelect'] & string)[],
): Columnar<Table['$inferSelect']> {
  const all = getTableColumns(table)
  const columns = keys.map((key) => {
    const column = all[key]
    if (column === undefined) throw new TypeError(`no column ${key}`)
    return { key, name: nameOf(column), type: column.getSQLType() }
  })
  const names = sql.join(
    columns.map(({ name }) => name),
    sql`, `,
  )
  const lists = columns.map(({ key, type }) => list(key, type))
  return {
    names,
    source: sql`unnest(${sql.join(lists, sql`, `)}) as given(${names})`,
    values: (rows) =>
      Object.fromEntries(
        columns.map(({ key, type }) => {
          const column = rows.map((row) => row[key])
          return [key, arrayLiteral(type === 'json' ? column.map((value) => JSON.stringify(value)) : column)]
        }),
      ),
  }
}
