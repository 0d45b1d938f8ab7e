import { execFile } from 'node:child_process'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { type Database, ROLES, type Session, type Sessions } from './database.ts'
import { readTemplate, templateUrl } from './pglite-template.ts'
import { openTransaction } from './transaction.ts'

// A start clears all of it: the usual 128 MB are a third of the time until PGlite answers.
const START_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB']

const run = promisify(execFile)

function sessionOf(client: PGlite | Transaction): Session {
  return {
    rows: async <Row>(text: string, values: readonly (string | number | null)[]) =>
      (await client.query<Row>(text, [...values])).rows,
    script: async (text) => {
      await client.exec(text)
    },
  }
}

async function openMemory(): Promise<PGlite> {
  const template = await readTemplate()
  return PGlite.create({
    startParams: START_PARAMS,
    ...(template === null ? {} : { loadDataDir: template }),
  })
}

/** Makes a cluster beside `directory` and moves it there whole: a crash in the middle leaves nothing that looks like one. */
async function initialize(directory: string): Promise<void> {
  const fresh = `${directory}.new`
  await mkdir(dirname(directory), { recursive: true })
  await rm(fresh, { recursive: true, force: true })
  if (!(await unpackTemplate(fresh))) await (await PGlite.create(fresh)).close()
  await rename(fresh, directory)
}

/** Unpacks the template by `tar`, which is faster than starting a PGlite for it; false where there is no such thing. */
async function unpackTemplate(directory: string): Promise<boolean> {
  try {
    await mkdir(directory)
    await run('tar', ['-xzf', fileURLToPath(await templateUrl()), '-C', directory])
    return true
  } catch {
    await rm(directory, { recursive: true, force: true })
    return false
  }
}

async function openDirectory(directory: string): Promise<PGlite> {
  const exists = await access(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
  if (!exists) await initialize(directory)
  return PGlite.create(directory, { startParams: START_PARAMS })
}

/** Who statements run as: a role, and the tenant whose rows it sees. */
interface Scope {
  readonly role: string
  readonly tenant: string
}

const OWNER: Scope = { role: 'none', tenant: '' }
const PLANNER: Scope = { role: ROLES.planner, tenant: '' }

const TAKE = `select set_config('role', $1, false), set_config('muster.tenant', $2, false)`

/**
 * Opens the Postgres that runs inside this process, in `directory` or in memory. One process at a time may hold a
 * directory. It has one connection: what is asked outside a transaction waits until the transaction ends. Whatever uses
 * it says as whom, and it is told so when that was another.
 */
export async function openPglite(directory: string | null): Promise<Database> {
  // Half the processor time at every start, and no slower over thousands of transactions: V8 otherwise compiles all of
  // PGlite a second time in the background.
  setFlagsFromString('--liftoff-only')
  const client = await (directory === null ? openMemory() : openDirectory(resolve(directory)))
  let closing: Promise<void> | null = null
  let taken: Scope = OWNER
  let last: Promise<unknown> = Promise.resolve()

  /** Does `work` when all that was asked before is done. */
  const inTurn = <T>(scope: Scope, work: () => Promise<T>): Promise<T> => {
    const turn = last.then(async () => {
      if (scope.role !== taken.role || scope.tenant !== taken.tenant) {
        await client.query(TAKE, [scope.role, scope.tenant])
        taken = scope
      }
      return work()
    })
    last = turn.catch(() => {})
    return turn
  }

  const sessionsAs = (scope: Scope): Sessions => {
    const session = sessionOf(client)
    return {
      rows: (text, values) => inTurn(scope, () => session.rows(text, values)),
      script: (text) => inTurn(scope, () => session.script(text)),
      transaction: (work) =>
        inTurn(scope, () =>
          client.transaction(async (tx) => {
            const transaction = openTransaction(sessionOf(tx))
            const answer = await work(transaction.session)
            await transaction.settle()
            return answer
          }),
        ),
    }
  }

  return {
    ...sessionsAs(OWNER),
    planner: sessionsAs(PLANNER),
    tenant: (id) => sessionsAs({ role: ROLES.tenant, tenant: id }),
    reclaim: (tables) =>
      inTurn(OWNER, async () => {
        await client.exec(`vacuum ${tables.join(', ')}`)
      }),
    close: () => (closing ??= client.close()),
  }
}
