import { type Database, ROLES, type Session, type Sessions } from './database.ts'
import { createPool, type Pool } from './pool.ts'
import { connectPostgres, type PostgresConnection } from './postgres-connection.ts'
import { openTransaction } from './transaction.ts'

const POOL_SIZE = 10
/** Two processes may migrate at once; in one process nothing else is done as the owner. */
const OWNER_POOL_SIZE = 2

const SET_TENANT = `select set_config('muster.tenant', $1, true)`

/** One transaction, of a tenant when one is given: the setting ends with it, so that the next user of a connection has none. */
async function transact<T>(
  connection: PostgresConnection,
  tenant: string | null,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const transaction = openTransaction(connection)
  try {
    // Not awaited: it travels with the first statement, and its failure is that statement's.
    const begun = transaction.session.script('begin')
    begun.catch(() => {})
    if (tenant !== null) transaction.session.rows(SET_TENANT, [tenant]).catch(() => {})
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

/** Statements on any connection of a pool, each a transaction of its own. */
function sessionsOf(pool: Pool<PostgresConnection>): Sessions {
  return {
    rows: (text, values) => pool.use((connection) => connection.rows(text, values)),
    script: (text) => pool.use((connection) => connection.script(text)),
    transaction: (work) => pool.use((connection) => transact(connection, null, work)),
  }
}

function tenantSessions(pool: Pool<PostgresConnection>, tenant: string): Sessions {
  const transaction = <T>(work: (session: Session) => Promise<T>) =>
    pool.use((connection) => transact(connection, tenant, work))
  return {
    rows: (text, values) => transaction((session) => session.rows(text, values)),
    script: (text) => transaction((session) => session.script(text)),
    transaction,
  }
}

/**
 * Connects to a Postgres server of version 15 or newer. Each role has connections of its own: a statement is planned for
 * a role, so that changing it would plan every statement anew. Throws MUSTER_LEDGER_UNREACHABLE, without the password.
 */
export async function openPostgres(url: string): Promise<Database> {
  const owner = createPool(() => connectPostgres(url, null), OWNER_POOL_SIZE)
  const planner = createPool(() => connectPostgres(url, ROLES.planner), POOL_SIZE)
  const tenants = createPool(() => connectPostgres(url, ROLES.tenant), POOL_SIZE)
  await owner.use((connection) => connection.script('select 1'))
  return {
    ...sessionsOf(owner),
    planner: sessionsOf(planner),
    tenant: (id) => tenantSessions(tenants, id),
    // Its autovacuum sees to that.
    reclaim: async () => {},
    close: async () => void (await Promise.all([owner.close(), planner.close(), tenants.close()])),
  }
}
