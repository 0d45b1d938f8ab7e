import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { lines, list, nameOf, type Values } from './statement.ts'

/** Postgres keeps no NUL in a text; JSON escapes its own, so that only plain texts lose theirs. */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}

function quoted(text: string): string {
  return `"${storable(text).replace(/["\\]/g, '\\$&')}"`
}

/** Postgres's notation of a list of texts, numbers or booleans. */
export function arrayLiteral(values: readonly unknown[]): string {
  let text = '{'
  for (const value of values) {
    if (text.length > 1) text += ','
    if (typeof value === 'string') text += /["\\\0]/.test(value) ? quoted(value) : `"${value}"`
    else text += typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'NULL'
  }
  return `${text}}`
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join('\n')
}

function textLines(values: readonly unknown[]): string {
  return values.join('\n')
}

/** Rows turned into one list for each column: what makes a statement's length independent of their number. */
export interface Columnar<Row> {
  /** The columns' names, for INSERT. */
  readonly names: SQL
  /** `unnest(...)` of the lists, as `given` with the columns' names. */
  readonly source: SQL
  readonly values: (rows: readonly Row[]) => Values
}

/**
 * Reads rows of `table`, or of some of its columns, column by column; `prefix` tells the lists of one statement apart.
 * JSON has no line break: its texts, and those of the columns named in `written`, travel as lines, unquoted.
 */
export function columnar<Table extends PgTable>(
  table: Table,
  prefix: string,
  keys: readonly (keyof Table['$inferSelect'] & string)[],
  written: readonly string[] = [],
): Columnar<Table['$inferSelect']> {
  const all = getTableColumns(table)
  const columns = keys.map((key) => {
    const column = all[key]
    if (column === undefined) throw new TypeError(`no column ${key}`)
    const type = column.getSQLType()
    const encode = type === 'json' ? jsonLines : written.includes(key) ? textLines : arrayLiteral
    return { key, given: `${prefix}.${key}`, name: nameOf(column), type, encode }
  })
  const names = sql.join(
    columns.map(({ name }) => name),
    sql`, `,
  )
  const lists = columns.map(({ given, type, encode }) =>
    encode === arrayLiteral ? list(given, type) : lines(given, type),
  )
  return {
    names,
    source: sql`unnest(${sql.join(lists, sql`, `)}) as given(${names})`,
    values: (rows) =>
      Object.fromEntries(
        columns.map(({ key, given, encode }) => [given, encode(rows.map((row) => row[key]))]),
      ),
  }
}
