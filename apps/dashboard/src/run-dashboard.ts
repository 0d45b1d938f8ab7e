import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { jwksFile, type Service } from '@muster/core'
import {
  createEngine,
  every,
  loadPipelines,
  loadTemplates,
  SHIPPED_PIPELINES,
  SHIPPED_TEMPLATES,
} from '@muster/engine'
import {
  createFleetKey,
  createKeyring,
  createKeySecret,
  createSigner,
  ownerToken,
  writeJwks,
} from '@muster/identity'
import { openPostgresLedger, verifyLedger } from '@muster/ledger'
import { openPolicy } from '@muster/policy'
import { openArtifacts } from '@muster/runtime'
import {
  connectStore,
  createDeciders,
  createDispatch,
  createFleet,
  createLogStream,
  createOutcomes,
  createVotesWorker,
  onChange,
  onPolicies,
  openQueues,
  storeHealth,
} from '@muster/store'
import { createLogger } from '@muster/telemetry'
import type { DashboardConfig } from './config.ts'
import { createDashboard } from './dashboard.ts'

/** Besides being told of it. */
const KEEP_UP_EVERY_MS = 1_000

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

/** Joins a dashboard of its own to the store and the ledger that it shares, and starts it. */
export async function runDashboard(config: DashboardConfig): Promise<Pick<Service, 'stop'>> {
  const log = createLogger({ name: 'dashboard', level: config.logLevel })
  const { source, problems } = await loadTemplates([config.templates, SHIPPED_TEMPLATES])
  for (const problem of problems) log.error({ ...problem }, 'a template cannot be used')
  const stops: (() => Promise<void>)[] = []
  let stopped: Promise<void> | null = null
  const stop = () =>
    (stopped ??= (async () => {
      for (const one of stops.toReversed()) await one()
    })())

  try {
    const policy = await openPolicy(config.policies)
    const ledger = await openPostgresLedger(config.ledgerUrl)
    stops.push(() => ledger.close())
    await ledger.migrate()
    const connection = await connectStore(config.storeUrl, log)
    stops.push(() => connection.close())
    const artifacts = await openArtifacts(config.bucket, join(config.home, 'artifacts'))
    const secret = createKeySecret(config.keySecretFile)
    const keyring = createKeyring(ledger, secret, Date.now, (jwks) => writeJwks(jwksFile(config.home), jwks))
    await keyring.check()
    const id = `dashboard-${hostname()}-${process.pid}`
    const engine = createEngine({
      ledger,
      dispatch: createDispatch(connection, config.retention.keepJobs),
      outcomes: createOutcomes(connection, id, log),
      artifacts,
      signer: createSigner(keyring, createFleetKey(config.fleetKeyFile), Date.now),
      templates: source,
      pipelines: await loadPipelines([config.pipelines, SHIPPED_PIPELINES]),
      policy,
      receivers: config.receivers,
      clock: Date.now,
      random: Math.random,
      log,
    })
    stops.push(() => engine.flush())
    const deciders = createDeciders(connection)
    const keepUp = async (): Promise<void> => {
      await engine.keepUp()
      await deciders.beat({ id, kind: 'dashboard', policies: policy.running(), beatAt: Date.now() })
    }
    const watch = every(KEEP_UP_EVERY_MS, 'keep up with the fleet', keepUp, log)
    await keepUp()
    stops.push(
      () => deciders.leave(id),
      () => watch.stop(),
    )
    await watch.start()
    stops.push(await onPolicies(connection, () => void keepUp().catch(() => {})))
    const listeners = new Set<(run: string) => void>()
    stops.push(
      await onChange(connection, (run) => {
        for (const listener of listeners) listener(run)
      }),
    )
    const queues = openQueues(connection)
    stops.push(() => queues.close())
    const dashboard = createDashboard({
      ...config,
      speaksForOthers: false,
      token: config.token ?? (await ownerToken(config.home)),
      publicKeys: () => keyring.jwks(),
      engine,
      ledger,
      artifacts,
      policy,
      queues: () => queues.all(),
      votes: (take) => createVotesWorker(connection, take, log),
      logs: createLogStream(connection),
      fleet: { ...createFleet(connection), store: () => storeHealth(connection) },
      deciders,
      verifyLedger: (tenant, runs) => verifyLedger(ledger.of(tenant), runs),
      changes: (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      version,
      log,
      clock: Date.now,
    })
    stops.push(() => dashboard.stop())
    await dashboard.start()
  } catch (thrown) {
    await stop()
    throw thrown
  }
  return { stop }
}
