import {
  type AttemptJob,
  agentOfKey,
  type Clock,
  type Log,
  type Seals,
  type Service,
  type Tier,
} from '@muster/core'
import type { JobCheck, PermitCheck } from '@muster/identity'
import {
  createAgents,
  createBareLauncher,
  createSecrets,
  type Launcher,
  type Model,
  runPhase,
  type Secrets,
} from '@muster/runtime'
import {
  createAgentLock,
  createAgentState,
  createFleet,
  createLogStream,
  createOutcomeWriter,
  onStop,
  type StoreConnection,
} from '@muster/store'
import { admitJob } from './admit-job.ts'
import type { Bench, Perform, WorkerHost } from './bench.ts'
import { cacheArtifacts } from './cache-artifacts.ts'
import { createTakers } from './create-takers.ts'
import { createDuty } from './duty.ts'
import { createEffectDesk } from './effect-desk.ts'
import { handleAttempt } from './handle-attempt.ts'
import { type Hold, TEND_MS } from './hold.ts'
import { createLeases } from './leases.ts'
import { createReported } from './reported.ts'
import { showAgent } from './show-agent.ts'

export interface WorkerDeps {
  readonly connection: StoreConnection
  /** Unique among all workers of the store. */
  readonly id: string
  /** Of Muster. */
  readonly version: string
  readonly tiers: readonly Tier[]
  /** How many agents of each tier it works for at a time. */
  readonly concurrency: number
  /** What agents are given on this machine. */
  readonly host: WorkerHost
  /** Checks permits by the public keys of the planners; without them nothing is done at T2 and above. */
  readonly permits: PermitCheck
  /** Tells the jobs of the planners from those that others put into a queue; without a key nothing is done at all. */
  readonly jobs: JobCheck
  /** Seals what it tells, so that planners believe it. */
  readonly seals: Pick<Seals, 'seal'>
  /** A language model that agents may ask through this worker; none unless given. */
  readonly model?: Model | null
  /** What effects may refer to by name; nothing unless given. */
  readonly secrets?: Secrets
  /** How a phase is run; as a program in a workspace of its own unless given. */
  readonly perform?: Perform
  /** Starts the commands that templates declare as effects; nobody watches over them unless it is given. */
  readonly outside?: Launcher
  readonly log: Log
  readonly clock: Clock
  /** How long `stop` waits for attempts under way before it aborts them, in milliseconds. */
  readonly drainMs: number
  /** Called after each beat that reached the store. */
  readonly onBeat?: () => Promise<void>
}

export interface WorkerService extends Service {
  /** Kills what is under way and hands it back, for another worker to take. */
  abort(): void
}

const BEAT_MS = 3_000

/** A worker: takes phase jobs of its tiers, runs them, tells how they ended. `stop` drains. */
export function createWorker(deps: WorkerDeps): WorkerService {
  const { connection, log } = deps
  const append = createOutcomeWriter(connection, deps.seals)
  const bench: Bench = {
    id: deps.id,
    lock: createAgentLock(connection),
    state: createAgentState(connection),
    logs: createLogStream(connection),
    host: { ...deps.host, artifacts: cacheArtifacts(deps.host.artifacts) },
    perform: deps.perform ?? runPhase,
    warm: deps.perform === undefined,
    log,
    clock: deps.clock,
    agents: createAgents(),
    holds: new Map(),
    leases: createLeases(),
    reported: createReported(),
    append,
    outside: deps.outside ?? createBareLauncher(),
    permits: deps.permits,
    effects: createEffectDesk(connection, deps.id, append, log),
    model: deps.model ?? null,
    secrets: deps.secrets ?? createSecrets(null),
  }
  const fleet = createFleet(connection)
  const takers = createTakers({
    ...deps,
    sticky: bench.warm,
    admit: (job) => admitJob({ ...deps, append }, job),
    handle: (job, control) => handleAttempt(bench, job, control),
  })
  const duty = createDuty(takers, () => abort(), deps.id, log)
  let deaf: (() => Promise<void>) | null = null
  let beating: NodeJS.Timeout | undefined
  let tending: NodeJS.Timeout | undefined
  let stopping: Promise<void> | null = null

  const beat = async (): Promise<void> => {
    const { id, version, tiers, concurrency } = deps
    const phases = Object.fromEntries(
      [...bench.holds].map(([{ claim }, job]) => [agentOfKey(claim.agent), job.phase]),
    )
    const agents = Object.keys(phases)
    const sandbox = deps.host.launcher.sandbox.kind
    const about = { id, version, tiers, concurrency, sandbox, beatAt: deps.clock() }
    duty.set(await fleet.beat({ ...about, agents, phases, revoked: duty.revoked() }))
    await deps.onBeat?.()
  }

  /** Renews what is held, and shows it. A phase that ends before it is tended is not shown: nobody could see it. */
  const tend = async (hold: Hold, job: AttemptJob, now: number): Promise<void> => {
    if (await hold.tend(now)) await showAgent(bench, job)
  }

  const tendAll = (): void => {
    const now = performance.now()
    for (const [hold, job] of bench.holds)
      void tend(hold, job, now).catch((error: unknown) => log.debug({ err: error }, 'hold not renewed'))
    bench.leases.sweep()
  }

  const abort = (): void => {
    void bench.agents.warm.clear()
    for (const hold of bench.holds.keys()) hold.end('draining')
  }

  const stopAgent = (agent: string, fence: number): void => {
    bench.leases.end(agent)
    for (const hold of bench.holds.keys())
      if (hold.claim.agent === agent && hold.claim.fence <= fence) hold.end('stopped')
    void bench.agents.kill(agentOfKey(agent), fence)
  }

  const drain = async (): Promise<void> => {
    const limit = setTimeout(abort, deps.drainMs)
    await duty.stop()
    clearTimeout(limit)
    await bench.agents.stop()
    clearInterval(beating)
    clearInterval(tending)
    await deaf?.()
    bench.effects.close()
    await fleet.leave(deps.id)
    log.info({ worker: deps.id }, 'worker stopped')
  }

  return {
    async start() {
      const listener = {
        agent: stopAgent,
        worker(id: string, revoked: boolean) {
          if (id === deps.id) duty.set({ revoked })
        },
        drain(id: string, draining: boolean) {
          if (id === deps.id) duty.set({ draining })
        },
        template: (tenant: string, template: string) => void bench.agents.warm.revoke(tenant, template),
      }
      deaf = await onStop(connection, listener, (hearing) => {
        bench.leases.hear(hearing)
        // Who does not hear of a revocation keeps nothing that it might have been about.
        if (!hearing) void bench.agents.warm.clear()
      })
      await beat()
      beating = setInterval(
        () => void beat().catch((error: unknown) => log.debug({ err: error }, 'no beat')),
        BEAT_MS,
      )
      tending = setInterval(tendAll, TEND_MS)
      await duty.start()
      log.info({ worker: deps.id, tiers: deps.tiers, concurrency: deps.concurrency }, 'worker started')
    },
    stop: () => (stopping ??= drain()),
    abort,
  }
}
