import { createLedger, type Database, openPostgres } from '@muster/ledger'
import { type TestServer, testLedgerUrl } from '@muster/testing'
import { getTableName } from 'drizzle-orm'
import { getTableConfig, PgDialect } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as tables from '../src/tables/index.ts'

let server: TestServer
let database: Database
beforeAll(async () => {
  server = await testLedgerUrl()
  database = await openPostgres(server.url)
  await createLedger(database, Date.now).migrate()
})
afterAll(async () => {
  await database.close()
  await server.stop()
})

const all = Object.values(tables)

test('every table of the database is in the schema', async () => {
  const rows = await database.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
    [],
  )
  const names = rows.map(({ name }) => name).filter((name) => name !== 'muster_migrations')
  expect(names.toSorted()).toEqual(all.map(getTableName).toSorted())
})

/** The words and numbers that a condition names. */
function literals(condition: string): readonly string[] {
  return [
    ...new Set([...condition.matchAll(/'([^']*)'|\b\d+\b/g)].map(([whole, word]) => word ?? whole)),
  ].sort()
}

describe.each(all.map((table) => [getTableName(table), getTableConfig(table)] as const))(
  '%s',
  (name, config) => {
    test('has the columns, types and nullability of the schema, but for those that the database makes of others', async () => {
      const rows = await database.rows(
        `select column_name as name, data_type as type, is_nullable = 'YES' as nullable, is_identity = 'YES' as identity
        from information_schema.columns where table_name = $1::text and is_generated = 'NEVER' order by ordinal_position`,
        [name],
      )
      expect(rows).toEqual(
        config.columns.map((column) => ({
          name: column.name,
          type: column.getSQLType(),
          nullable: !column.notNull,
          identity: column.generatedIdentity !== undefined,
        })),
      )
    })

    test('has the primary key of the schema, led by the tenant', async () => {
      const rows = await database.rows<{ name: string }>(
        `select a.attname as name from pg_index i
        cross join unnest(i.indkey) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indisprimary and i.indrelid = $1::text::regclass order by k.place`,
        [name],
      )
      const single = config.columns.filter((column) => column.primary)
      const key = (config.primaryKeys[0]?.columns ?? single).map((column) => column.name)
      expect(rows.map((row) => row.name)).toEqual(key)
      // Keys that sign are nobody's.
      if (name === 'signing_keys') return
      expect(key[0]).toBe(name === 'tenants' ? 'id' : 'tenant')
    })

    test('has the checks of the schema, with the words of core', async () => {
      const rows = await database.rows<{ name: string; condition: string }>(
        `select conname as name, pg_get_constraintdef(oid) as condition from pg_constraint
        where contype = 'c' and conrelid = $1::text::regclass order by conname`,
        [name],
      )
      const dialect = new PgDialect()
      expect(rows.map((row) => [row.name, literals(row.condition)])).toEqual(
        config.checks
          .map((check) => [check.name, literals(dialect.sqlToQuery(check.value).sql)])
          .toSorted((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1)),
      )
    })
  },
)
