import { type Binary, type Brief, MusterError } from '@muster/core'
import { coerce, satisfies } from 'semver'
import { findBinary } from './find-binary.ts'
import type { PhaseRun } from './phase-run.ts'
import { baseEnv } from './program-env.ts'
import { runProgram } from './run-program.ts'
import { wallsOf } from './walls.ts'

/** What a worker has of a binary. */
export interface Found {
  readonly name: string
  readonly path: string
  /** Null when its output names none. */
  readonly version: string | null
}

const PROBE_MS = 15_000
const MAX_OUTPUT = 64 * 1024

/** Looks for one binary; answers it, or the error that says what is wanting and how to get it. */
export async function probeBinary(run: PhaseRun, brief: Brief, binary: Binary): Promise<Found | MusterError> {
  const { host } = run
  const facts = {
    binary: binary.name,
    version: binary.version ?? 'of any version',
    install: binary.install ?? `Put \`${binary.name}\` on the PATH of the worker.`,
  }
  const path = await findBinary(binary.name, host.path)
  if (path === null) return new MusterError('MUSTER_BINARY_MISSING', facts)
  const version = versionIn(await printed(run, brief, binary))
  if (
    binary.version !== null &&
    (version === null || !satisfies(version, binary.version, { includePrerelease: true }))
  )
    return new MusterError('MUSTER_BINARY_VERSION', {
      ...facts,
      found: version ?? 'one that names no version',
    })
  return { name: binary.name, path, version }
}

/** The first `x.y` or `x.y.z` in a text, as a full version. */
export function versionIn(text: string): string | null {
  return coerce(/\d{1,9}\.\d{1,9}(\.\d{1,9})?/.exec(text)?.[0] ?? null)?.version ?? null
}

async function printed(run: PhaseRun, brief: Brief, binary: Binary): Promise<string> {
  const { workspace, host } = run
  let text = ''
  try {
    await runProgram(host.launcher, {
      argv: binary.versionCommand,
      cwd: workspace.work,
      env: baseEnv(host, workspace),
      walls: wallsOf(run, brief),
      signal: AbortSignal.any([run.signal, AbortSignal.timeout(PROBE_MS)]),
      killed: host.signal,
      onOutput: (_stream, chunk) => {
        if (text.length < MAX_OUTPUT) text += chunk.toString('utf8')
      },
    })
  } catch (error) {
    run.host.log.debug({ err: error, binary: binary.name }, 'version command did not start')
  }
  return text
}
