import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  type AttemptJob,
  agentId,
  DEFAULT_PROJECT,
  DEFAULT_TENANT,
  type Brief,
  DEFAULT_SANDBOX,
  fleetKeyFile,
  type JobAsk,
  JobIds,
  QueueNames,
  type JobRefusal,
  jwksFile,
  keySecretFile,
  type Log,
  NODE_FLAGS,
  type OutcomeMessage,
  type PermitAsk,
  sealedText,
  sha256,
  type Template,
  WITHOUT_LIMIT,
  type WorkPhase,
} from '@muster/core'
import {
  createFleetKey,
  createJobCheck,
  createKeyring,
  createKeySecret,
  createPermitCheck,
  createSigner,
  writeJwks,
} from '@muster/identity'
import { createArtifacts } from '@muster/runtime'
import {
  connectStore,
  createAgentLock,
  createAgentState,
  createDispatch,
  createFleet,
  createLogStream,
  createOutcomes,
} from '@muster/store'
import { keysInMemory, startRedis, waitFor } from '@muster/testing'
import { onTestFinished } from 'vitest'
import { sandboxed } from '../../../../test/support/launcher.ts'
import { agentsOf } from '../../../../test/support/processes-of.ts'
import { createWorker, homePaths } from '../../src/index.ts'

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }
const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

/** A worker in a process of its own. */
export interface WorkerProcess {
  readonly child: ChildProcess
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>
  errors(): string
}

/** A store, a home and a planner's view of both, for one test, or until `finished` calls. */
export async function openShop(finished: (close: () => Promise<void>) => void = onTestFinished) {
  const directory = await mkdtemp(join(tmpdir(), 'muster-worker-'))
  const redis = await startRedis()
  const connection = await connectStore(redis.url)
  const dispatch = createDispatch(connection)
  const { artifacts, workspaces } = homePaths(join(directory, 'home'))
  const store = createArtifacts(artifacts)
  const seen: OutcomeMessage[] = []
  const home = join(directory, 'home')
  const keyring = createKeyring(keysInMemory(), createKeySecret(keySecretFile(home)), Date.now, (jwks) =>
    writeJwks(jwksFile(home), jwks),
  )
  const fleet = createFleetKey(fleetKeyFile(home))
  const outcomes = createOutcomes(connection, 'test', fleet)
  const signer = createSigner(keyring, fleet, Date.now)
  /** A job as a planner sends it. */
  async function vouchedFor(job: AttemptJob): Promise<AttemptJob> {
    const { tenant, run, stage, phase, attempt, fence, tier } = job
    const at = Date.now()
    const text = sealedText(job, at)
    const identity = { tenant, run, stage, phase, attempt, fence, tier, job: sha256(text) }
    const credential = await signer.attest(identity, at + 60_000)
    return { ...job, seal: { at, mac: signer.seal(text) }, credential }
  }
  /** What came of jobs that were not worked. */
  const refused: JobRefusal[] = []
  /** What was sent, by agent and fence. */
  const sent = new Set<string>()
  /** What a planner answers of a job that may be a copy. */
  const standing = ({ job: id, run, stage, fence, worker }: JobAsk) => {
    const worked = seen.some((each) => each.run === run && each.stage === stage && each.fence === fence)
    const stands = !worked && sent.has(`${agentId(run, stage)} ${fence}`)
    const denied = { id, kind: 'denied', code: 'unpermitted', reason: 'it is a copy' } as const
    return { worker, reply: stands ? ({ id, kind: 'stands' } as const) : denied }
  }
  /** What a planner answers that lets every agent EXECUTE. */
  async function permitted({ permit: id, run, stage, attempt, fence, plan, holder, worker }: PermitAsk) {
    const terms = { agent: agentId(run, stage), attempt, fence, tier: 2, plan, holder, effect: null } as const
    return { worker, reply: { id, kind: 'permitted', permit: await signer.permit(terms) } as const }
  }
  const children: ChildProcess[] = []
  finished(async () => {
    for (const child of children) child.kill('SIGKILL')
    clearInterval(looking)
    await taking.catch(() => {})
    await outcomes.close()
    await dispatch.close()
    await connection.close()
    await redis.stop()
    await rm(directory, { recursive: true, force: true })
  })

  const logs = createLogStream(connection)

  const take = async (): Promise<void> => {
    const fresh = await outcomes.read(100, 0)
    await outcomes.acknowledge(fresh.map(({ id }) => id))
    for (const message of fresh.flatMap(({ messages }) => messages)) {
      if ('outcome' in message) seen.push(message)
      if ('refused' in message) refused.push(message)
      if ('job' in message) await dispatch.answer([standing(message)])
      if ('permit' in message) await dispatch.answer([await permitted(message)])
    }
  }
  let taking: Promise<void> = Promise.resolve()
  const read = async (): Promise<readonly OutcomeMessage[]> => {
    taking = taking.catch(() => {}).then(take)
    await taking
    return seen
  }
  // Whoever waits for a permit waits for no test to look.
  const looking = setInterval(() => void read().catch(() => {}), 50)

  return {
    directory,
    workspaces,
    connection,
    lock: createAgentLock(connection),
    state: createAgentState(connection),
    logs,
    fleet: createFleet(connection),

    /** A worker in this process, stopped when the test ends. */
    async startHere(id: string, drainMs = 5_000) {
      const own = await connectStore(redis.url)
      const worker = createWorker({
        connection: own,
        id,
        version: '0.1.0',
        tiers: [2],
        concurrency: 2,
        host: {
          artifacts: store,
          workspaces,
          launcher: (await sandboxed()).launcher,
          project: directory,
          hidden: [join(directory, 'home')],
          path: `${dirname(process.execPath)}:/usr/bin:/bin`,
          env: {},
        },
        permits: createPermitCheck(fleet, () => keyring.jwks(), Date.now),
        jobs: createJobCheck(fleet, () => keyring.jwks(), Date.now),
        seals: fleet,
        log: SILENT,
        clock: Date.now,
        drainMs,
      })
      onTestFinished(async () => {
        worker.abort()
        await worker.stop()
        await own.close()
      })
      await worker.start()
      return worker
    },

    /** A worker in its own process, killed when the test ends. */
    startProcess(id: string, options: readonly string[] = []): WorkerProcess {
      const argv = [
        ...NODE_FLAGS,
        MAIN,
        '--id',
        id,
        '--tiers',
        '2',
        '--store-url',
        redis.url,
        '--home',
        join(directory, 'home'),
      ]
      const child = spawn(process.execPath, [...argv, ...options], {
        stdio: ['pipe', 'ignore', 'pipe'],
        cwd: directory,
      })
      let text = ''
      child.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      children.push(child)
      const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
        child.once('exit', (code, signal) => resolve({ code, signal }))
      })
      return { child, exit, errors: () => text }
    },

    /** Dispatches one attempt of the agent `r1.work`. */
    async send(
      phase: WorkPhase,
      template: Partial<Template>,
      change: Partial<AttemptJob> = {},
      home: string | null = null,
    ): Promise<AttemptJob> {
      const brief = await store.put(JSON.stringify(briefOf(template)))
      const whole: AttemptJob = {
        tenant: DEFAULT_TENANT,
        project: DEFAULT_PROJECT,
        run: 'r1',
        stage: 'work',
        phase,
        attempt: 1,
        fence: 1,
        settled: (change.fence ?? 1) - 1,
        tier: 2,
        brief,
        planDigest: null,
        checkpoint: null,
        timeoutMs: 60_000,
        ending: null,
        clarification: null,
        budget: WITHOUT_LIMIT,
        ...change,
      }
      const jobId = JobIds.attempt(whole, phase, whole.attempt, whole.fence)
      await dispatch.tend()
      sent.add(`${agentId(whole.run, whole.stage)} ${whole.fence}`)
      const job = await vouchedFor(whole)
      await dispatch.publish([{ kind: 'attempt', jobId, tier: 2, home, job, notBefore: 0 }])
      return job
    },

    /** Waits until so many workers ask the queue of their tier for jobs. */
    asking: (workers: number) => {
      const name = ` name=bull:${Buffer.from(QueueNames.tier(2)).toString('base64')} `
      const clients = async () => String(await connection.client.call('CLIENT', 'LIST'))
      return waitFor(
        async () => (await clients()).split('\n').filter((line) => line.includes(name)).length === workers,
      )
    },

    stop: (agent: string, fence: number) =>
      dispatch.publish([{ kind: 'stop', agent: `${DEFAULT_TENANT}/${agent}`, fence }]),

    /** What was told of jobs that the worker did nothing for. */
    refused,
    /** Every outcome so far. */
    outcomes: read,

    /** Waits for the outcome of one phase under one fence. */
    outcome: (phase: WorkPhase, fence: number, timeoutMs = 10_000) =>
      waitFor(async () => (await read()).find((each) => each.phase === phase && each.fence === fence), {
        timeoutMs,
      }),

    /** The processes of its agents. */
    agents: (agent = '') => agentsOf(directory, agent),

    /** What an agent wrote, line by line, as its log stream has it. */
    lines: async (agent: string) =>
      (await logs.read(`${DEFAULT_TENANT}/${agent}`, null, 100_000)).map(({ line }) => line.text),

    /** Waits for the outcome of a phase of another stage than `work`. */
    outcomeOf: (stage: string, phase: WorkPhase, timeoutMs = 25_000) =>
      waitFor(async () => (await read()).find((each) => each.phase === phase && each.stage === stage), {
        timeoutMs,
      }),

    /** The text of a file below the test's directory, or null while there is none. */
    text: (name: string) => readFile(join(directory, name), 'utf8').catch(() => null),
  }
}

export type Shop = Awaited<ReturnType<typeof openShop>>

function briefOf(template: Partial<Template>): Partial<Brief> {
  const whole: Template = {
    name: 'test',
    version: '1.0.0',
    description: null,
    tier: 2,
    inputs: {},
    binaries: [],
    commands: {},
    agent: null,
    env: {},
    outputs: [],
    sandbox: { ...DEFAULT_SANDBOX, project: 'write' },
    files: {},
    digest: `sha256:${'0'.repeat(64)}`,
    ...template,
  }
  const node = { env: {} } as Brief['node']
  return { pipeline: 'test', node, tier: 2, template: whole, inputs: {}, needs: {} }
}

/** A template whose EXECUTE runs a shell script, which may write to the test's directory. */
export function executing(script: string): Partial<Template> {
  return { commands: { execute: ['sh', '-eu', '-c', script] } }
}
