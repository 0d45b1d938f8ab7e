import { readFileSync } from 'node:fs'
import { realpath, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createJobCheck, createPermitCheck, readFleetKey, readJwks } from '@muster/identity'
import {
  createBareLauncher,
  createSecrets,
  createSupervisor,
  openArtifacts,
  openLauncher,
  sweepWorkspaces,
} from '@muster/runtime'
import { connectStore } from '@muster/store'
import { createLogger } from '@muster/telemetry'
import { homePaths, type WorkerConfig } from './config.ts'
import { createWorker } from './create-worker.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}
const DRAIN_MS = 30_000
const TIDY_MS = 60 * 60_000
/** A workspace in which no phase ended for so long was left behind: its agent went on elsewhere, or was revoked. */
const LEFT_BEHIND_MS = 30 * 24 * 60 * 60_000

/**
 * Runs a worker process until it is asked to end. The first SIGTERM or SIGINT drains, the second aborts; so does the
 * end of the parent when the configuration says so. Throws MUSTER_STORE_UNREACHABLE.
 */
export async function runWorker(config: WorkerConfig): Promise<void> {
  const log = createLogger({ name: 'worker', level: config.logLevel })
  const supervisor = createSupervisor(log)
  const { sandbox, path } = config
  const cache = join(config.home, 'cache', 'sandbox')
  const [connection, launcher] = await Promise.all([
    connectStore(config.storeUrl, log),
    openLauncher({ sandbox, path, home: homedir(), cache, supervisor, log }),
  ])
  const { healthFile, secrets } = config
  const fleet = readFleetKey(config.fleetKeyFile)
  const readKeys = () => readJwks(config.jwks)
  const { artifacts, workspaces } = homePaths(config.home)
  const worker = createWorker({
    connection,
    id: config.id,
    version,
    tiers: config.tiers,
    concurrency: config.concurrency,
    host: {
      artifacts: await openArtifacts(config.bucket, artifacts),
      workspaces,
      path,
      launcher,
      // By their real paths: what is hidden must be hidden however it is reached.
      project: await realPath(config.projectDir),
      hidden: await Promise.all([config.home, ...(secrets === null ? [] : [secrets])].map(realPath)),
      // A name is no secret; whoever plans to ask the model must know which.
      env: config.model === null ? {} : { MUSTER_MODEL: config.model.name },
    },
    permits: createPermitCheck(fleet, readKeys, Date.now),
    jobs: createJobCheck(fleet, readKeys, Date.now),
    seals: fleet,
    model: config.model,
    secrets: createSecrets(secrets),
    log,
    clock: Date.now,
    outside: createBareLauncher(supervisor),
    drainMs: DRAIN_MS,
    ...(healthFile === null ? {} : { onBeat: () => writeFile(healthFile, '') }),
  })
  const tidy = async (): Promise<void> => {
    const swept = await sweepWorkspaces(workspaces, Date.now() - LEFT_BEHIND_MS)
    if (swept > 0) log.info({ workspaces: swept }, 'removed workspaces that were left behind')
  }
  const tidyOrSay = () =>
    void tidy().catch((error: unknown) => log.warn({ err: error }, 'workspaces not tidied'))
  const tidying = setInterval(tidyOrSay, TIDY_MS)
  tidyOrSay()
  let resolve = (): void => {}
  const asked = new Promise<void>((done) => {
    resolve = done
  })
  let requests = 0
  const ask = (): void => {
    requests += 1
    log.info({ worker: config.id }, requests > 1 ? 'worker aborts' : 'worker drains')
    if (requests > 1) worker.abort()
    resolve()
  }
  process.on('SIGTERM', ask).on('SIGINT', ask)
  if (config.exitWithParent) process.stdin.once('close', resolve).resume()
  try {
    await worker.start()
    await asked
  } finally {
    clearInterval(tidying)
    await worker.stop()
    await launcher.stop()
    await connection.close()
    await supervisor.stop()
    process.off('SIGTERM', ask).off('SIGINT', ask)
    if (config.exitWithParent) process.stdin.destroy()
  }
}

function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}
