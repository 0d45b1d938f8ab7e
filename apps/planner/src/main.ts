import { writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import {
  DEFAULT_HOME,
  DEFAULT_TENANT,
  errorText,
  fleetKeyFile,
  jwksFile,
  keySecretFile,
  type Ledger,
  type Log,
  MusterError,
  PLANNER,
  RedisKeys,
  readRetention,
  readWebhookHosts,
  toMusterError,
} from '@muster/core'
import {
  type Engine,
  every,
  loadPipelines,
  loadTemplates,
  SHIPPED_PIPELINES,
  SHIPPED_TEMPLATES,
} from '@muster/engine'
import { openPostgresLedger } from '@muster/ledger'
import { openPolicy, ownPolicies } from '@muster/policy'
import { openArtifacts, readS3Setting } from '@muster/runtime'
import { connectStore, outcomeBacklog, type StoreConnection } from '@muster/store'
import { createLogger, createMeter } from '@muster/telemetry'
import { createPlanner } from './create-planner.ts'
import { readMetricsSetting, serveMetrics } from './serve-metrics.ts'

/** A variable that has no default. Throws MUSTER_CONFIG. */
function need(name: string, expected: string): string {
  const value = process.env[name]
  if (value === undefined || value === '')
    throw new MusterError('MUSTER_CONFIG', { name, given: '', expected })
  return value
}

/** Touches the health file after both stores have answered a question that costs the same however much is open. */
async function showAlive(
  file: string | undefined,
  ledger: Ledger,
  { client }: StoreConnection,
): Promise<void> {
  if (file === undefined) return
  await Promise.all([ledger.due(0, 1), client.exists(RedisKeys.epoch)])
  await writeFile(file, '')
}

/** Whoever may signal this process has its files: they are put in force. Policies with a fault in them change nothing. */
async function readAnew({ policies }: Engine, log: Log): Promise<void> {
  try {
    const reloaded = await policies.reload({ tenant: DEFAULT_TENANT, by: PLANNER, trusted: true })
    log.info(reloaded, 'the policies were read anew')
  } catch (thrown) {
    const { message, problems } = toMusterError(thrown)
    log.error({ error: message, problems }, 'the policies were not changed')
  }
}

async function main(): Promise<void> {
  const storeUrl = need('MUSTER_STORE_URL', 'a redis:// address')
  const ledgerUrl = need('MUSTER_LEDGER_URL', 'a postgres:// address')
  const home = resolve(process.env['MUSTER_HOME'] ?? DEFAULT_HOME)
  const retention = readRetention(process.env)
  const bucket = readS3Setting(process.env)
  const metrics = readMetricsSetting(process.env)
  const log = createLogger({ name: 'planner', level: process.env['MUSTER_LOG_LEVEL'] ?? 'info' })
  const directories = [process.env['MUSTER_TEMPLATES'] ?? 'templates', SHIPPED_TEMPLATES]
  const { source, problems } = await loadTemplates(directories)
  for (const problem of problems) log.error({ ...problem }, 'a template cannot be used')

  const policy = await openPolicy(ownPolicies(process.env, process.cwd()))
  const connection = await connectStore(storeUrl)
  const ledger = await openPostgresLedger(ledgerUrl)
  const meter = createMeter()
  const planner = createPlanner({
    committed: (commit) => meter.committed(commit),
    ledger,
    connection,
    artifacts: await openArtifacts(bucket, join(home, 'artifacts')),
    templates: source,
    pipelines: await loadPipelines([process.env['MUSTER_PIPELINES'] ?? 'pipelines', SHIPPED_PIPELINES]),
    jwksFile: jwksFile(home),
    keySecretFile: process.env['MUSTER_KEY_SECRET'] || keySecretFile(home),
    fleetKeyFile: process.env['MUSTER_FLEET_KEY'] || fleetKeyFile(home),
    retention,
    policy,
    webhookHosts: readWebhookHosts(process.env),
    name: `${hostname()}-${process.pid}`,
    clock: Date.now,
    random: Math.random,
    log,
  })
  const healthFile = process.env['MUSTER_HEALTH_FILE']
  const health = every(5_000, 'show that it is alive', () => showAlive(healthFile, ledger, connection), log)
  const server = metrics === null ? null : serveMetrics(metrics, meter, () => outcomeBacklog(connection), log)
  await server?.start()
  await planner.start()
  await health.start()
  log.info({ tiers: 'all', policies: policy.digest }, 'the planner is at work')

  async function stop(): Promise<void> {
    await server?.stop()
    await health.stop()
    await planner.stop()
    await connection.close()
    await ledger.close()
    log.info({}, 'the planner has stopped')
  }
  process.on('SIGHUP', () => void readAnew(planner.engine, log))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
}

main().catch((thrown: unknown) => {
  const error = toMusterError(thrown)
  process.stderr.write(errorText(error))
  process.exitCode = error.exit
})
