import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint } from 'drizzle-orm/pg-core'

/** A column of milliseconds since 1970. */
export function instant(name: string) {
  return bigint(name, { mode: 'number' })
}

/** The condition that a column holds one of a list of core's words or numbers. */
export function oneOf(column: AnyPgColumn, values: readonly (string | number)[]): SQL {
  const list = values.map((value) => (typeof value === 'number' ? String(value) : `'${value}'`))
  return sql`${column} in (${sql.raw(list.join(', '))})`
}
