import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createArtifacts, createBareLauncher, createSupervisor, openLauncher } from '@muster/runtime'
import { connectStore } from '@muster/store'
import { createLogger } from '@muster/telemetry'
import { homePaths, type WorkerConfig } from './config.ts'
import { createWorker } from './create-worker.ts'

const DRAIN_MS = 30_000

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
  const { healthFile } = config
  const { artifacts, workspaces } = homePaths(config.home)
  const worker = createWorker({
    connection,
    id: config.id,
    tiers: config.tiers,
    concurrency: config.concurrency,
    host: {
      artifacts: createArtifacts(artifacts),
      workspaces,
      path,
      launcher,
      project: config.projectDir,
      hidden: [config.home],
      // A name is no secret; whoever plans to ask the model must know which.
      env: config.model === null ? {} : { MUSTER_MODEL: config.model.name },
    },
    model: config.model,
    log,
    clock: Date.now,
    outside: createBareLauncher(supervisor),
    drainMs: DRAIN_MS,
    ...(healthFile === null ? {} : { onBeat: () => writeFile(healthFile, '') }),
  })
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
    await worker.stop()
    await connection.close()
    await supervisor.stop()
    process.off('SIGTERM', ask).off('SIGINT', ask)
    if (config.exitWithParent) process.stdin.destroy()
  }
}
