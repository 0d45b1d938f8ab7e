import {
  type Actor,
  type Clock,
  type Commit,
  type FleetPolicy,
  DEFAULT_TENANT,
  type Json,
  type Ledger,
  type Log,
  type NoticeReceiver,
  MusterError,
  type Retention,
  type Service,
  type SubmissionJob,
  toMusterError,
} from '@muster/core'
import type { TemplateSource } from '@muster/dsl'
import { every, createEngine, type Engine } from '@muster/engine'
import {
  createFleetKey,
  createKeyring,
  createKeySecret,
  createSigner,
  type Jwks,
  writeJwks,
} from '@muster/identity'
import type { ArtifactStore } from '@muster/runtime'
import {
  claimEpoch,
  createDeciders,
  createDispatch,
  createGatesWorker,
  createOutcomes,
  createReaderLease,
  createRunsWorker,
  onPolicies,
  type StoreConnection,
} from '@muster/store'
import { createNoticeLoop } from './notice-loop.ts'
import { createPruneLoop } from './prune-loop.ts'
import { createSettleLoop } from './settle-loop.ts'
import { createTrimLoop } from './trim-loop.ts'

const DUE_EVERY_MS = 1_000
const EPOCH_EVERY_MS = 1_000
const RECOVER_EVERY_MS = 3_000
const ENFORCE_EVERY_MS = 1_000
const QUOTA_EVERY_MS = 1_000
const TEND_EVERY_MS = 1_000
const BEAT_EVERY_MS = 3_000

export interface PlannerDeps {
  readonly ledger: Ledger
  readonly connection: StoreConnection
  readonly artifacts: ArtifactStore
  /** The file that public keys are left in, for workers. */
  readonly jwksFile: string
  /** The file of the secret by which the ledger keeps signing keys; made when there are none yet. */
  readonly keySecretFile: string
  /** The file of the key by which planners and workers know each other; made when there is none. */
  readonly fleetKeyFile: string
  readonly templates: TemplateSource
  /** Texts of pipelines that may be submitted by name. */
  readonly pipelines: ReadonlyMap<string, string>
  readonly retention: Retention
  readonly policy: FleetPolicy
  /** Who is told of gates. */
  readonly receivers?: readonly NoticeReceiver[]
  /** Names this planner among those that share the outcome stream. */
  readonly name: string
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Told of every commit, to count it. */
  readonly committed?: (commit: Commit) => void
}

export interface PlannerService extends Service {
  readonly engine: Engine
  /** The public halves of the keys that sign permits. */
  readonly publicKeys: () => Promise<Jwks>
}

/** The one loop as a process: admits, settles, keeps time, recovers. Several may share a ledger and a store. */
export function createPlanner(deps: PlannerDeps): PlannerService {
  const { connection, ledger, log } = deps
  const { keepJobs, keepRunsMs, keepCheckpointsMs } = deps.retention
  const dispatch = createDispatch(connection, keepJobs)
  const fleet = createFleetKey(deps.fleetKeyFile)
  const outcomes = createOutcomes(connection, deps.name, fleet, log)
  const receivers = deps.receivers ?? []
  const names = receivers.map(({ name }) => name)
  const keyring = createKeyring(ledger, createKeySecret(deps.keySecretFile), deps.clock, (jwks) =>
    writeJwks(deps.jwksFile, jwks),
  )
  const signer = createSigner(keyring, fleet, deps.clock)
  const engine = createEngine({ ...deps, receivers: names, dispatch, outcomes, signer })

  async function watchEpoch(): Promise<void> {
    if ((await claimEpoch(connection)) === 'kept') return
    // The second look finds what the first one suspected; an empty store has no outcomes to wait for.
    await engine.recover(true)
    const { redispatched } = await engine.recover(true)
    if (redispatched > 0)
      log.warn({ redispatched }, 'the store had lost its data; what it held was dispatched anew')
  }

  // What the planner before this one left behind.
  let whole = true

  async function recover(): Promise<void> {
    const { redispatched } = await engine.recover(whole)
    whole = false
    if (redispatched > 0) log.warn({ redispatched }, 'jobs were gone from the store; dispatched them anew')
  }

  const deciders = createDeciders(connection)
  const beat = () => {
    const policies = deps.policy.running()
    return deciders.beat({ id: deps.name, kind: 'planner', policies, beatAt: deps.clock() })
  }
  const hear = () =>
    engine.keepUp().then(beat, (error: unknown) => {
      log.warn({ error: toMusterError(error).message }, 'could not follow the policies; trying again')
    })

  const services: readonly Service[] = [
    createSettleLoop(engine, outcomes, createReaderLease(connection, deps.name), log),
    every(DUE_EVERY_MS, 'fire deadlines', () => engine.fireDue(), log),
    every(EPOCH_EVERY_MS, 'look after the store', watchEpoch, log),
    every(RECOVER_EVERY_MS, 'recover', recover, log),
    every(ENFORCE_EVERY_MS, 'enforce revocations', () => engine.enforce(), log),
    every(QUOTA_EVERY_MS, 'hold tenants to their quotas', () => engine.holdToQuotas(), log),
    every(TEND_EVERY_MS, 'look after the queues of workers', () => dispatch.tend(), log),
    every(BEAT_EVERY_MS, 'say what it decides by', beat, log),
    createRunsWorker(connection, (job, id) => admit(engine, job, id), log),
    createGatesWorker(connection, async () => void (await engine.fireDue()), log),
    createPruneLoop(deps, keepCheckpointsMs),
    ...(receivers.length === 0 ? [] : [createNoticeLoop({ ...deps, receivers })]),
    ...(keepRunsMs === null ? [] : [createTrimLoop(deps, keepRunsMs)]),
  ]
  let stopped: Promise<void> | null = null
  let unsubscribe = async (): Promise<void> => {}

  async function stop(): Promise<void> {
    const stopping = Promise.all(services.map((service) => service.stop()))
    // Ends the read that waits for the next outcome. One delivered this very moment stays in the stream, to be claimed.
    await outcomes.close()
    await stopping
    await unsubscribe()
    await deciders.leave(deps.name)
    await engine.flush()
    await dispatch.close()
  }

  return {
    engine,
    publicKeys: () => keyring.jwks(),
    async start() {
      await ledger.migrate()
      await keyring.check()
      await engine.keepUp()
      unsubscribe = await onPolicies(connection, () => void hear())
      await Promise.all(services.map((service) => service.start()))
    },
    stop() {
      stopped ??= stop().catch((error: unknown) => {
        log.error({ error: toMusterError(error).message }, 'the planner did not stop cleanly')
      })
      return stopped
    },
  }
}

/**
 * Admits what a script put on the queue. Nobody proves there who they are: it is the door of the default tenant alone.
 * Throws MUSTER_NOT_ALLOWED.
 */
async function admit(engine: Engine, job: SubmissionJob, jobId: string): Promise<Json> {
  const by: Actor = { kind: 'script', name: job.by, roles: [] }
  const { tenant, project, pipeline, inputs, idempotencyKey } = job
  if (tenant !== DEFAULT_TENANT) {
    const problem = `The queue takes submissions of tenant \`${DEFAULT_TENANT}\` alone: others use the API.`
    throw new MusterError('MUSTER_NOT_ALLOWED', { problem })
  }
  const file = `job ${jobId}`
  const { run, created } = await engine.submit({
    tenant,
    project,
    pipeline,
    file,
    inputs,
    idempotencyKey,
    yesToGates: false,
    by,
  })
  return { run: run.id, created }
}
