import { MusterError } from '@muster/core'
import type { Database, Session } from './database.ts'
import { createPool } from './pool.ts'
import { connectPostgres, type PostgresConnection } from './postgres-connection.ts'
import { openTransaction } from './transaction.ts'

const POOL_SIZE = 10

function withoutPassword(url: string): string {
  return url.replace(/:[^:/?#]*@(?=[^@]*$)/, '@').replace(/([?&]password=)[^&#]*/, '$1')
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(reasonOf).join(', ')
  return thrown instanceof Error ? thrown.message : String(thrown)
}

async function transact<T>(
  connection: PostgresConnection,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const transaction = openTransaction(connection)
  try {
    // Not awaited: it travels with the first statement, and its failure is that statement's.
    const begun = transaction.session.script('begin')
    begun.catch(() => {})
    const answer = await work(transaction.session)
    // Travels with the last statements: when one of them fails, the server undoes the transaction instead.
    const committed = connection.script('commit')
    committed.catch(() => {})
    await transaction.settle()
    await committed
    return answer
  } catch (thrown) {
    if (connection.alive()) await connection.script('rollback').catch(() => {})
    throw thrown
  }
}

/** Connects to a Postgres server of version 15 or newer. Throws MUSTER_LEDGER_UNREACHABLE, without the password. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = createPool(() => connectPostgres(url), POOL_SIZE)
  try {
    await pool.use((connection) => connection.script('select 1'))
  } catch (thrown) {
    throw new MusterError('MUSTER_LEDGER_UNREACHABLE', {
      url: withoutPassword(url),
      reason: reasonOf(thrown),
    })
  }
  return {
    rows: (text, values) => pool.use((connection) => connection.rows(text, values)),
    script: (text) => pool.use((connection) => connection.script(text)),
    transaction: (work) => pool.use((connection) => transact(connection, work)),
    // Its autovacuum sees to that.
    reclaim: async () => {},
    close: () => pool.close(),
  }
}
