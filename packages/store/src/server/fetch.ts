import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type FoundServer, isExecutable } from './find.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 120_000
const DPKG_STATUS = '/var/lib/dpkg/status'

type Apt = (program: 'apt-get' | 'apt-cache', ...args: readonly string[]) => Promise<string>

export interface FetchOptions {
  /** What was fetched stays here for the next time. */
  readonly cache: string
  /** Further settings for apt, as `Dir::Etc::sourcelist=...`. */
  readonly apt?: readonly string[]
  readonly progress: (text: string) => void
}

/**
 * Fetches a server from the Debian or Ubuntu archive into `cache`, without root and without installing anything:
 * `redis-tools` holds the server program under the name redis-check-rdb. Null where there is no apt; throws when
 * apt fails.
 */
export async function fetchServer(options: FetchOptions): Promise<FoundServer | null> {
  const { cache, progress } = options
  const unpacked = join(cache, 'unpacked')
  const ready = await asServer(unpacked)
  if (ready !== null) return ready
  if (!(await hasApt())) return null

  const work = join(cache, `work-${process.pid}`)
  const apt = aptIn(work, options.apt ?? [])
  try {
    for (const folder of ['lists/partial', 'cache/archives/partial', 'packages', 'unpacked'])
      await mkdir(join(work, folder), { recursive: true })
    progress('No Redis-protocol server here: fetching one from the package archive.')
    await apt('apt-get', 'update', '-qq')
    const packages = [...new Set(['redis-tools', ...(await needed(apt))])]
    progress(`Unpacking ${packages.join(', ')}.`)
    await apt('apt-get', 'download', ...packages)
    for (const file of await readdir(join(work, 'packages')))
      await run('dpkg', ['-x', join(work, 'packages', file), join(work, 'unpacked')])
    await symlink('redis-check-rdb', join(work, 'unpacked/usr/bin/redis-server')).catch(ignoreExisting)
    await rm(unpacked, { recursive: true, force: true })
    await rename(join(work, 'unpacked'), unpacked)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return asServer(unpacked)
}

/** What the server needs and this machine does not have; where apt finds the machine in disorder, all it needs. */
async function needed(apt: Apt): Promise<readonly string[]> {
  try {
    const plan = await apt('apt-get', 'install', '--simulate', '--no-install-recommends', 'redis-tools')
    return [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name)
  } catch {
    const tree = await apt('apt-cache', 'depends', 'redis-tools')
    const libraries = [...tree.matchAll(/^ {2}Depends: ((?:lib|lua)\S+)$/gm)].map(([, name = '']) => name)
    // A C library other than the machine's own loader expects does not load.
    return libraries.filter((name) => name !== 'libc6')
  }
}

function aptIn(work: string, more: readonly string[]): Apt {
  const options = [
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    `Dir::State::status=${DPKG_STATUS}`,
    'Debug::NoLocking=1',
    'Acquire::Languages=none',
    // apt as root would hand downloads to a user who cannot write here.
    'APT::Sandbox::User=root',
    ...more,
  ].flatMap((option) => ['-o', option])
  return async (program, ...args) => {
    const settings = { cwd: join(work, 'packages'), timeout: TIMEOUT_MS }
    const { stdout } = await run('env', ['LC_ALL=C', program, ...options, ...args], settings)
    return stdout
  }
}

async function asServer(root: string): Promise<FoundServer | null> {
  const command = join(root, 'usr/bin/redis-server')
  if (!isExecutable(command)) return null
  const roots = [join(root, 'usr/lib'), join(root, 'lib')]
  const nested = await Promise.all(roots.map(foldersIn))
  return { name: 'redis-server', kind: 'redis', command, libraries: [...roots, ...nested.flat()] }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
}

async function hasApt(): Promise<boolean> {
  try {
    await run('apt-get', ['--version'])
    await run('dpkg', ['--version'])
    return true
  } catch {
    return false
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
