import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AttemptJob,
  type Brief,
  DEFAULT_SANDBOX,
  type LogLine,
  type Outcome,
  type Template,
  WITHOUT_LIMIT,
  type WorkPhase,
} from '@muster/core'
import { onTestFinished } from 'vitest'
import { PATH, sandboxed } from '../../../../test/support/launcher.ts'
import {
  type ArtifactStore,
  createAgents,
  createArtifacts,
  type Launcher,
  NO_EFFECTS,
  type PhaseHost,
  runPhase,
  type Walls,
} from '../../src/index.ts'

/** What a launcher without walls is told, and does not heed. */
export const NO_WALLS: Walls = {
  tier: 0,
  places: [],
  network: 'none',
  limits: { memoryBytes: 2 ** 30, processes: 64, fileBytes: 2 ** 30, cpuSeconds: 60 },
}

/** A directory that lives as long as the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-runtime-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

export interface TestAgent {
  readonly directory: string
  readonly artifacts: ArtifactStore
  readonly lines: LogLine[]
  readonly stop: AbortController
  /** Runs one phase of the agent, under the next fence, from the last checkpoint, as its first attempt. */
  phase(phase: WorkPhase, job?: Partial<AttemptJob>, elsewhere?: Partial<PhaseHost>): Promise<Outcome>
}

/** An agent on a worker of its own, with real files and real programs. */
export async function startAgent(
  template: Partial<Template> = {},
  rest: {
    readonly brief?: Partial<Brief>
    readonly path?: string
    readonly launcher?: Launcher
    readonly host?: Partial<PhaseHost>
  } = {},
): Promise<TestAgent> {
  const directory = await temporaryDirectory()
  const artifacts = createArtifacts(join(directory, 'artifacts'))
  const lines: LogLine[] = []
  const agents = createAgents()
  onTestFinished(() => agents.stop())
  const stop = new AbortController()
  const host: PhaseHost = {
    artifacts,
    workspaces: join(directory, 'agents'),
    worker: 'w1',
    path: rest.path ?? PATH,
    launcher: rest.launcher ?? (await sandboxed()).launcher,
    project: directory,
    hidden: [],
    env: {},
    log: { debug() {}, info() {}, warn() {}, error() {} },
    agents,
    effects: NO_EFFECTS,
    signal: stop.signal,
    clock: Date.now,
    emit: (batch) => void lines.push(...batch),
    ...rest.host,
  }
  const brief = await artifacts.put(JSON.stringify({ ...briefOf(template), ...rest.brief }))
  let fence = 0
  let checkpoint: string | null = null
  return {
    directory,
    artifacts,
    lines,
    stop,
    async phase(phase, job = {}, elsewhere = {}) {
      fence += 1
      const outcome = await runPhase(
        {
          tenant: 'default',
          project: 'default',
          run: 'r1',
          stage: 'work',
          phase,
          attempt: 1,
          fence,
          settled: fence - 1,
          tier: rest.brief?.tier ?? 1,
          brief,
          planDigest: null,
          checkpoint,
          timeoutMs: 20_000,
          ending: null,
          clarification: null,
          budget: WITHOUT_LIMIT,
          ...job,
        },
        { ...host, ...elsewhere },
      )
      checkpoint = outcome.checkpoint ?? checkpoint
      return outcome
    },
  }
}

/** What a stage gives its agent, with a template of which little is said. */
export function briefOf(template: Partial<Template>): Brief {
  const whole: Template = {
    name: 'test',
    version: '1.0.0',
    description: null,
    tier: 1,
    inputs: {},
    binaries: [],
    commands: {},
    agent: null,
    env: {},
    outputs: [],
    sandbox: DEFAULT_SANDBOX,
    files: {},
    digest: `sha256:${'0'.repeat(64)}`,
    ...template,
  }
  return {
    pipeline: 'test',
    node: {
      type: 'agent',
      id: 'work',
      name: 'work',
      parent: null,
      requires: [],
      requiresResult: 'succeeded',
      when: null,
      template: 'test',
      tier: 1,
      timeoutMs: 60_000,
      retries: { max: 0, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 },
      env: {},
      inputs: {},
      errorBudget: null,
    },
    tier: 1,
    template: whole,
    inputs: {},
    needs: {},
  }
}

/** An argv that runs a shell script. */
export function sh(script: string): readonly string[] {
  return ['sh', '-eu', '-c', script]
}

/** Reads a JSON artifact. */
export async function readJson<T>(artifacts: ArtifactStore, digest: unknown): Promise<T> {
  return JSON.parse(Buffer.from(await artifacts.get(digest as string)).toString('utf8')) as T
}
