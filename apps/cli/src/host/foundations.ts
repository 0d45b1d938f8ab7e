import { join } from 'node:path'
import { DEFAULT_LEDGER_PATH } from '@muster/core'
import type { AuditLedger } from '@muster/ledger'
import type { ArtifactStore } from '@muster/runtime'
import type { StoreConnection } from '@muster/store'
import type { HostOptions } from './host-options.ts'
import type { Stack } from './stack.ts'
import type { Workers } from './start-workers.ts'

/** What a host stands on. */
export interface Foundations {
  readonly connection: StoreConnection
  readonly ledger: AuditLedger
  readonly artifacts: ArtifactStore
  /** Null when none are to be started. */
  readonly workers: Workers | null
  readonly words: { readonly store: string; readonly ledger: string }
}

/**
 * Opens store, ledger and artifacts side by side. Throws MUSTER_NO_STORE, MUSTER_STORE_UNREACHABLE,
 * MUSTER_LEDGER_UNREACHABLE, MUSTER_CONFIG.
 */
export async function openFoundations(options: HostOptions, stack: Stack): Promise<Foundations> {
  const opened = await Promise.allSettled([
    openStore(options, stack),
    openMigrated(options, stack),
    openArtifactStore(options),
  ])
  const failed = opened.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const [store, ledger, artifacts] = opened as [
    PromiseFulfilledResult<Awaited<ReturnType<typeof openStore>>>,
    PromiseFulfilledResult<AuditLedger>,
    PromiseFulfilledResult<ArtifactStore>,
  ]
  return {
    connection: store.value.connection,
    workers: store.value.workers,
    ledger: ledger.value,
    artifacts: artifacts.value,
    words: {
      store: store.value.words,
      ledger: options.env['MUSTER_LEDGER_URL'] ? 'Postgres' : 'PGlite',
    },
  }
}

async function openStore(options: HostOptions, stack: Stack) {
  const { log } = options
  const { connectStore, startLocalServer } = await import('@muster/store')
  const given = options.env['MUSTER_STORE_URL']
  const server = given ? null : await startLocalServer(options)
  if (server !== null) stack.add('store', () => server.stop())
  const url = server?.url ?? given ?? ''
  const connection = await connectStore(url, log)
  stack.add('store connection', () => connection.close())
  const words = server === null ? 'as MUSTER_STORE_URL says' : `private ${server.name}`
  return { connection, words, workers: await openWorkers(options, url, stack) }
}

/** Starts workers as soon as there is a store: they take a while to get ready. */
async function openWorkers(options: HostOptions, storeUrl: string, stack: Stack): Promise<Workers | null> {
  if (options.workers === 0) return null
  const { startWorkers } = await import('./start-workers.ts')
  const workers = startWorkers({ ...options, count: options.workers, storeUrl })
  stack.add('workers', () => workers.stop())
  return workers
}

async function openMigrated({ home, env }: HostOptions, stack: Stack): Promise<AuditLedger> {
  const { openLedger } = await import('@muster/ledger')
  const directory = join(home, DEFAULT_LEDGER_PATH)
  const ledger = await openLedger({ url: env['MUSTER_LEDGER_URL'] || null, directory })
  stack.add('ledger', () => ledger.close())
  await ledger.migrate()
  return ledger
}

async function openArtifactStore({ home, env }: HostOptions): Promise<ArtifactStore> {
  const { openArtifacts, readS3Setting } = await import('@muster/runtime')
  return openArtifacts(readS3Setting(env), join(home, 'artifacts'))
}
