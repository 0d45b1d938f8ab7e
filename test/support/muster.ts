import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  Actor,
  Entry,
  Json,
  KeysAnswer,
  Log,
  RunRow,
  Service,
  StageRow,
  Template,
  Tier,
} from '@muster/core'
import {
  DEFAULT_RETENTION,
  DEFAULT_TENANT,
  fleetKeyFile,
  jwksFile,
  keySecretFile,
  openEntry,
} from '@muster/core'
import { createJobCheck, createPermitCheck, readFleetKey, readJwks } from '@muster/identity'
import type { Engine } from '@muster/engine'
import { loadTemplates } from '@muster/engine'
import { type AuditLedger, openPostgresLedger } from '@muster/ledger'
import { createPlanner } from '@muster/planner'
import { openPolicy, type PolicyKeeper } from '@muster/policy'
import { templateSource } from '@muster/dsl'
import { type ArtifactStore, createArtifacts, type Model, type Secrets } from '@muster/runtime'
import { connectStore, type StoreConnection } from '@muster/store'
import { testLedgerUrl, testStoreUrl, waitFor } from '@muster/testing'
import { createWorker } from '@muster/worker'
import { sandboxed } from './launcher.ts'
import { pathWithout } from './path-without.ts'

export const ANN: Actor = { kind: 'person', name: 'ann', roles: ['operator', 'approver'] }
export const BOB: Actor = { kind: 'person', name: 'bob', roles: ['operator', 'approver'] }
export const CAT: Actor = { kind: 'person', name: 'cat', roles: ['approver'] }

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }

export const TEMPLATES = [
  new URL('./templates/', import.meta.url).pathname,
  new URL('../../templates/', import.meta.url).pathname,
]

/** Where a test's Muster keeps things. */
export interface Site {
  readonly ledger: AuditLedger
  readonly storeUrl: string
  close(): Promise<void>
}

/** A site on Postgres and Redis: the servers that the tests were given, or servers of its own. */
export async function openSite(): Promise<Site> {
  const [postgres, redis] = await Promise.all([testLedgerUrl(), testStoreUrl()])
  const ledger = await openPostgresLedger(postgres.url)
  return {
    ledger,
    storeUrl: redis.url,
    async close() {
      await ledger.close()
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
}

/** A Muster in the test's own process: real stores, real subprocesses of agents. */
export interface TestMuster {
  readonly engine: Engine
  readonly ledger: AuditLedger
  readonly artifacts: ArtifactStore
  readonly connection: StoreConnection
  readonly policy: PolicyKeeper
  readonly publicKeys: () => Promise<KeysAnswer>
  readonly home: string
  submit(yaml: string, inputs?: Record<string, Json>, idempotencyKey?: string): Promise<RunRow>
  ended(run: string, timeoutMs?: number): Promise<RunRow>
  stages(run: string): Promise<ReadonlyMap<string, StageRow>>
  statuses(run: string): Promise<Readonly<Record<string, string>>>
  entries(run: string): Promise<readonly Entry[]>
  startWorker(id: string): Promise<Service>
  stop(): Promise<void>
}

export interface MusterOptions {
  /** Texts of pipelines that may be submitted by name. */
  readonly pipelines?: ReadonlyMap<string, string>
  /** Directories of further templates. */
  readonly templates?: readonly string[]
  /** Where its agents work; its home unless given. */
  readonly project?: string
  /** Where its agents find programs. */
  readonly path?: string
  /** Those of the workers; 0 and 1 unless given. */
  readonly tiers?: readonly Tier[]
  readonly model?: Model | null
  readonly secrets?: Secrets
  /** Takes what planner and workers log. */
  readonly log?: Log
  readonly artifacts?: ArtifactStore
  /** What the signing keys in the ledger are read with; beside its home unless given. */
  readonly keySecretFile?: string
  /** Whether an approver says yes to every plan that waits. Default: true. */
  readonly approves?: boolean
  /** Changes a template for the test. */
  readonly adapt?: (template: Template) => Template
}

/** Starts a planner and `workers` workers in this process, on the stores of a site. */
export async function startMuster(
  site: Site,
  workers = 2,
  home = mkdtempSync(join(tmpdir(), 'muster-test-')),
  retention = DEFAULT_RETENTION,
  rest: MusterOptions = {},
): Promise<TestMuster> {
  const { model = null, artifacts = createArtifacts(join(home, 'artifacts')), log = SILENT } = rest
  const connection = await connectStore(site.storeUrl)
  const { templates, problems } = await loadTemplates([...(rest.templates ?? []), ...TEMPLATES])
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  const policy = await openPolicy(null)
  const planner = createPlanner({
    ledger: site.ledger,
    connection,
    artifacts,
    templates: templateSource(templates.map(rest.adapt ?? ((template) => template))),
    pipelines: rest.pipelines ?? new Map(),
    policy,
    jwksFile: jwksFile(home),
    keySecretFile: rest.keySecretFile ?? keySecretFile(home),
    fleetKeyFile: fleetKeyFile(home),
    retention,
    name: `planner-${randomUUID()}`,
    clock: Date.now,
    random: Math.random,
    log,
  })
  const services: Service[] = []

  const readKeys = () => readJwks(jwksFile(home))
  async function startWorker(id: string): Promise<Service> {
    const worker = createWorker({
      connection,
      id,
      version: '0.1.0',
      tiers: rest.tiers ?? [0, 1, 2],
      concurrency: 4,
      host: {
        artifacts,
        workspaces: join(home, 'workspaces'),
        launcher: (await sandboxed()).launcher,
        // Where tests put what their agents read and write.
        project: rest.project ?? tmpdir(),
        hidden: [home],
        path: rest.path ?? pathWithout(['terraform', 'ansible-playbook']),
        env: model === null ? {} : { MUSTER_MODEL: model.name },
      },
      permits: createPermitCheck(readKeys, Date.now),
      jobs: createJobCheck(readFleetKey(fleetKeyFile(home)), readKeys, Date.now),
      model,
      ...(rest.secrets === undefined ? {} : { secrets: rest.secrets }),
      log,
      clock: Date.now,
      drainMs: 5_000,
    })
    await worker.start()
    services.push(worker)
    return worker
  }

  await planner.start()
  if (rest.approves ?? true) services.push(approvePlans(site.ledger, planner.engine))
  for (let index = 0; index < workers; index += 1) await startWorker(`w${index}-${randomUUID()}`)

  const { ledger } = site
  const stages = async (run: string) => new Map((await ledger.stages(run)).map((row) => [row.stage, row]))
  return {
    engine: planner.engine,
    ledger,
    artifacts,
    connection,
    policy,
    publicKeys: planner.publicKeys,
    home,
    startWorker,
    stages,
    async submit(yaml, inputs = {}, idempotencyKey) {
      const { run } = await planner.engine.submit({
        tenant: DEFAULT_TENANT,
        project: 'default',
        pipeline: yaml,
        file: 'test.yaml',
        inputs,
        idempotencyKey: idempotencyKey ?? null,
        yesToGates: false,
        by: ANN,
      })
      return run
    },
    async ended(run, timeoutMs = 20_000) {
      const row = () => ledger.run(DEFAULT_TENANT, run)
      await waitFor(async () => (await row())?.status !== 'running', { timeoutMs, everyMs: 25 })
      return (await row()) as RunRow
    },
    async statuses(run) {
      return Object.fromEntries([...(await stages(run))].map(([id, row]) => [id, row.status]))
    },
    async entries(run) {
      return (await ledger.entries(run, 0, 10_000)).map((sealed) => openEntry(sealed.body))
    },
    async stop() {
      await Promise.all(services.map((service) => service.stop()))
      await planner.stop()
      await connection.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const STEWARD: Actor = { kind: 'person', name: 'steward', roles: ['approver'] }
const LOOK_MS = 30

/** Says yes to every plan that waits for an approver. */
function approvePlans(ledger: AuditLedger, engine: Engine): Service {
  let stopped = false
  let looking: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    for (const { gate } of await ledger.openGates({ tenant: DEFAULT_TENANT, limit: 1_000 })) {
      const { run, stage, digest, about } = gate
      if (about?.subject !== 'plan') continue
      const vote = {
        tenant: DEFAULT_TENANT,
        run,
        stage,
        voter: STEWARD,
        decision: 'approve',
        comment: null,
      } as const
      // Two planners of one test may both have an approver.
      await engine.decide({ ...vote, seen: digest }).catch(() => {})
    }
  }
  const timer = setInterval(() => {
    if (!stopped) looking = looking.then(look).catch(() => {})
  }, LOOK_MS)
  return {
    start: async () => {},
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
    },
  }
}
