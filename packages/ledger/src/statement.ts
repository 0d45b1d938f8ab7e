import { fillPlaceholders, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import { PgDialect, type PgTable } from 'drizzle-orm/pg-core'
import type { Session, Value } from './database.ts'

const dialect = new PgDialect()

export type Values = Readonly<Record<string, Value>>

/** One SQL statement as a function: its text is rendered once, so that both drivers can keep it prepared. */
export function statement<Row>(query: SQL): (session: Session, values?: Values) => Promise<readonly Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(query)
  return (session, values = {}) => session.rows<Row>(text, fillPlaceholders(params, values) as Value[])
}

/** A text given when the statement runs. */
export function text(name: string): SQL {
  return sql`${sql.placeholder(name)}::text`
}

/** A whole number given when the statement runs. */
export function number(name: string): SQL {
  return sql`${sql.placeholder(name)}::bigint`
}

/** A list of texts or numbers given, written by `arrayLiteral`, when the statement runs. */
export function list(name: string, type: string): SQL {
  return sql`${sql.placeholder(name)}::text::${sql.raw(type)}[]`
}

/** A list of texts without line breaks given, one a line, when the statement runs. */
export function lines(name: string, type: string): SQL {
  return sql`string_to_array(${sql.placeholder(name)}::text, E'\\n')::${sql.raw(type)}[]`
}

/** The columns of a table as a select list whose rows are the table's own row type. */
export function columnsOf(table: PgTable): SQL {
  const columns = Object.entries(getTableColumns(table))
  return sql.join(
    columns.map(([key, column]) => sql`${column} as ${sql.identifier(key)}`),
    sql`, `,
  )
}

/** A column's bare name, as INSERT and SET want it. */
export function nameOf(column: { readonly name: string }): SQL {
  return sql`${sql.identifier(column.name)}`
}

/** The condition that rows of `table` belong to the run given as `run`, by way of its tenant, which leads every key. */
export function ofRun(table: PgTable): SQL {
  const name = sql.identifier(getTableName(table))
  return sql`${name}."tenant" = (select r."tenant" from "runs" r where r."id" = ${text('run')})
    and ${name}."run" = ${text('run')}`
}

/** One of the conditions that a statement may be asked with, and the values that it is given. */
export interface Condition {
  /** Tells it apart from the others of its statement. */
  readonly name: string
  readonly sql: SQL
  readonly values: Values
}

/** A condition when there is something to ask for, as a list to be spread. */
export function when<T>(
  name: string,
  given: T | null | undefined,
  sql: SQL,
  valueOf: (given: T) => Value,
): readonly Condition[] {
  return given === null || given === undefined ? [] : [{ name, sql, values: { [name]: valueOf(given) } }]
}

/** A statement with conditions, of which each choice is rendered once. */
export function conditional<Row>(build: (where: SQL) => SQL) {
  const rendered = new Map<string, (session: Session, values?: Values) => Promise<readonly Row[]>>()
  return (session: Session, conditions: readonly Condition[], values: Values): Promise<readonly Row[]> => {
    const key = conditions.map(({ name }) => name).join(' ')
    const where = conditions.map((one) => one.sql)
    const run = rendered.get(key) ?? statement<Row>(build(sql.join(where, sql` and `)))
    rendered.set(key, run)
    return run(session, Object.assign({}, values, ...conditions.map((one) => one.values)) as Values)
  }
}
