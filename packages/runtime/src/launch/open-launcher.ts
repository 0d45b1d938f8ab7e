import { execFile } from 'node:child_process'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { arch } from 'node:process'
import { promisify } from 'node:util'
import { type Log, MusterError, sha256 } from '@muster/core'
import { findBinary } from '../find-binary.ts'
import type { Supervisor } from '../supervisor/create-supervisor.ts'
import { createBareLauncher } from './bare-launcher.ts'
import { createBubblewrapLauncher } from './bubblewrap-launcher.ts'
import type { Launcher } from './launcher.ts'
import { processBound } from './process-bound.ts'
import { seccompFilter } from './seccomp-filter.ts'
import { systemPlaces } from './system-places.ts'

export interface LauncherOptions {
  /** `off` runs tiers 0 and 1 without walls, and no others. */
  readonly sandbox: 'bubblewrap' | 'off'
  /** Where bubblewrap is looked for. */
  readonly path: string
  /** The home of the user. */
  readonly home: string
  /** A directory that no agent writes to, for what sandboxes show of the machine's configuration. */
  readonly cache: string
  readonly supervisor: Supervisor
  readonly log: Log
}

const run = promisify(execFile)
/** What a sandbox needs of the kernel, without anything of ours. */
const TRIAL = [
  '--unshare-all',
  '--unshare-user',
  '--ro-bind',
  '/',
  '/',
  '--proc',
  '/proc',
  '--dev',
  '/dev',
  '--',
]
/** Whom the root of the machine is inside a sandbox: nobody. */
const NOBODY = 65_534
const USER = { uid: process.getuid?.() || NOBODY, gid: process.getgid?.() || NOBODY }
const TRIAL_MS = 10_000

/** The launcher of a worker. Without a sandbox it answers one that starts nothing and says why. */
export async function openLauncher({
  sandbox,
  path,
  home,
  cache,
  supervisor,
  log,
}: LauncherOptions): Promise<Launcher> {
  if (sandbox === 'off') return createBareLauncher(supervisor)
  const file = await findBinary('bwrap', path)
  if (file === null) return missing('`bwrap` is not on its PATH', log)
  try {
    const { stdout } = await run(file, [...TRIAL, file, '--version'], { timeout: TRIAL_MS })
    const version = stdout.trim().replace(/^bubblewrap /, '')
    const system = await systemPlaces(cache, USER)
    const filter = await writeFilter(cache, log)
    const bound = processBound(process.getuid?.() ?? -1, process.pid)
    return createBubblewrapLauncher({
      sandbox: { kind: 'bubblewrap', version },
      file,
      home,
      system,
      user: USER,
      supervisor,
      bound,
      filter,
    })
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim()
    return missing(said || (error as Error).message, log)
  }
}

/** The file of the filter of system calls for this machine. Its name tells what is in it. */
async function writeFilter(cache: string, log: Log): Promise<string | null> {
  const filter = seccompFilter(arch)
  if (filter === null) {
    log.warn({ arch }, 'sandboxes have no filter of system calls on this architecture')
    return null
  }
  const file = join(cache, `seccomp-${sha256(filter).slice(0, 16)}`)
  const fresh = `${file}.${process.pid}`
  await writeFile(fresh, filter)
  await rename(fresh, file)
  return file
}

function missing(reason: string, log: Log): Launcher {
  log.warn({ reason }, 'there is no sandbox: agents are refused')
  return {
    sandbox: { kind: 'missing', reason },
    launch: ({ walls }) =>
      Promise.reject(new MusterError('MUSTER_SANDBOX_MISSING', { tier: walls.tier, reason })),
    stop: () => Promise.resolve(),
  }
}
