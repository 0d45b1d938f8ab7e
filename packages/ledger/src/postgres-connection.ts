import { connect, type Socket } from 'node:net'
import { MusterError } from '@muster/core'
import postgres from 'postgres'
import type { Session } from './database.ts'

const CONNECT_MS = 10_000
const CLOSE_S = 5
/** A planner that froze inside a transaction holds locks on runs: the server takes them back after this long. */
const IDLE_IN_TRANSACTION_MS = 30_000

/**
 * Every statement here finds its rows by an index, whatever the tables hold. So each is planned once for a connection, and
 * neither by guesses about its values, which would plan every commit anew, nor by statistics of a table that was empty.
 */
const PLANS = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
}

/** One session of a Postgres server. When it is lost, everything asked of it is refused. */
export interface PostgresConnection extends Session {
  alive(): boolean
  close(): Promise<void>
}

interface Address {
  readonly host: readonly string[]
  readonly port: readonly number[]
  readonly path: string | false | undefined
}

function socketTo({ host: [host = 'localhost'], port: [port = 5432], path }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = path ? connect(path) : connect(port, host)
    // A statement must not wait until the one before it is acknowledged.
    socket.setNoDelay(true)
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${CONNECT_MS} ms`)), CONNECT_MS)
    const refuse = (reason: Error) => {
      clearTimeout(timer)
      reject(reason)
    }
    socket.once('error', refuse)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', refuse)
      // Where postgres.js looks for the name to ask TLS for.
      resolve(Object.assign(socket, { host, port }))
    })
  })
}

/**
 * Connects once. A client of postgres.js by itself would connect again in the middle of a transaction and run the rest
 * of it statement by statement; and a statement sent after its socket closed ends the process. So a client gets one
 * socket only, and nothing is sent to it once the connection is lost. Statements run as `role`, or without one as who logs
 * in. Throws MUSTER_LEDGER_UNREACHABLE, without the password, as does whatever is asked once the connection is lost.
 */
export async function connectPostgres(url: string, role: string | null): Promise<PostgresConnection> {
  const pending = new Set<(reason: Error) => void>()
  let lost: Error | null = null
  let dialled = false
  const lose = (reason: Error): void => {
    if (lost !== null) return
    lost = unreachable(url, reason)
    for (const reject of pending) reject(lost)
    pending.clear()
    void client.end({ timeout: 0 })
  }
  const options = {
    max: 1,
    fetch_types: false,
    connect_timeout: CONNECT_MS / 1_000,
    onnotice: () => {},
    onclose: () => lose(new Error('the connection to the ledger was lost')),
    socket: (address: Address) => {
      if (dialled) throw new Error('the connection to the ledger was lost')
      dialled = true
      return socketTo(address)
    },
    connection: {
      application_name: 'muster',
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      ...PLANS,
      ...(role === null ? {} : { role }),
    },
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
  }
  const client = postgres(url, options)

  /** Only an answer of the server itself leaves the connection fit for use. */
  const ask = <T>(query: () => PromiseLike<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (lost !== null) return reject(lost)
      pending.add(reject)
      query().then(
        (answer) => {
          pending.delete(reject)
          resolve(answer)
        },
        (reason: Error) => {
          pending.delete(reject)
          const answered = reason instanceof postgres.PostgresError && reason.severity !== 'FATAL'
          if (!answered) lose(reason)
          reject(answered ? reason : (lost ?? reason))
        },
      )
    })

  const connection: PostgresConnection = {
    rows: async <Row>(text: string, values: readonly (string | number | null)[]) => [
      ...(await ask(() => client.unsafe<Row[]>(text, [...values], { prepare: true }))),
    ],
    script: async (text) => {
      await ask(() => client.unsafe(text))
    },
    alive: () => lost === null,
    close: () => client.end({ timeout: CLOSE_S }),
  }
  try {
    await connection.script('select 1')
    return connection
  } catch (thrown) {
    await client.end({ timeout: 0 })
    throw unreachable(url, thrown)
  }
}

function unreachable(url: string, thrown: unknown): MusterError {
  if (thrown instanceof MusterError) return thrown
  return new MusterError('MUSTER_LEDGER_UNREACHABLE', { url: withoutPassword(url), reason: reasonOf(thrown) })
}

function withoutPassword(url: string): string {
  return url.replace(/:[^:/?#]*@(?=[^@]*$)/, '@').replace(/([?&]password=)[^&#]*/, '$1')
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(reasonOf).join(', ')
  return thrown instanceof Error ? thrown.message : String(thrown)
}
