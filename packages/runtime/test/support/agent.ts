import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  type AttemptJob,
  type Brief,
  type LogLine,
  type Outcome,
  type Template,
  WITHOUT_LIMIT,
  type WorkPhase,
} from '@muster/core'
import { onTestFinished } from 'vitest'
import { type ArtifactStore, createArtifacts, NO_EFFECTS, type PhaseHost, runPhase } from '../../src/index.ts'

/** Where programs of tests are found: the system's directories and Node's own. */
export const PATH = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`

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
  rest: { readonly brief?: Partial<Brief>; readonly path?: string } = {},
): Promise<TestAgent> {
  const directory = await temporaryDirectory()
  const artifacts = createArtifacts(join(directory, 'artifacts'))
  const lines: LogLine[] = []
  const stop = new AbortController()
  const host: PhaseHost = {
    artifacts,
    workspaces: join(directory, 'agents'),
    worker: 'w1',
    path: rest.path ?? PATH,
    env: { MUSTER_PROJECT_DIR: directory },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    effects: NO_EFFECTS,
    signal: stop.signal,
    clock: Date.now,
    emit: (batch) => void lines.push(...batch),
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
          tier: 0,
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

function briefOf(template: Partial<Template>): Brief {
  const whole: Template = {
    name: 'test',
    version: '1.0.0',
    description: null,
    tier: 0,
    inputs: {},
    binaries: [],
    commands: {},
    env: {},
    outputs: [],
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
      tier: 0,
      timeoutMs: 60_000,
      retries: { max: 0, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 },
      env: {},
      inputs: {},
      errorBudget: null,
    },
    tier: 0,
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
