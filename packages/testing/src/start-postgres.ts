import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, constants, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { freePort } from './free-port.ts'
import { startProcess } from './start-process.ts'

const run = promisify(execFile)
const PACKAGED = '/usr/lib/postgresql'
/** `nobody`: Postgres refuses to run as root. */
const UNPRIVILEGED = 65_534

/** A Postgres server that a test started. */
export interface PostgresServer {
  /** Its maintenance database. */
  readonly url: string
  readonly pid: number
  /** Creates an empty database; answers its url. */
  createDatabase(): Promise<string>
  /** Ends the server, waits until it is gone and deletes its data. */
  stop(): Promise<void>
}

/** The folder of `postgres` and `initdb` on this machine, or null. */
export async function findPostgres(): Promise<string | null> {
  const versions = await readdir(PACKAGED).catch(() => [] as string[])
  const packaged = versions
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(PACKAGED, version, 'bin'))
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...packaged]) {
    try {
      await access(join(folder, 'initdb'), constants.X_OK)
      await access(join(folder, 'postgres'), constants.X_OK)
      return folder
    } catch {
      // Not in this folder.
    }
  }
  return null
}

async function binaries(): Promise<string> {
  const found = await findPostgres()
  if (found !== null) return found
  throw new Error('tests need `postgres` and `initdb`, version 15 or newer: install the package postgresql')
}

/** Creates an empty database on the server of `url`; answers the database's url. */
export async function createDatabase(url: string): Promise<string> {
  const name = `muster_test_${randomBytes(6).toString('hex')}`
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await admin.unsafe(`create database ${name} template template0`)
  } finally {
    await admin.end()
  }
  const created = new URL(url)
  created.pathname = `/${name}`
  return created.href
}

/** Drops the database of `url`, connected clients or not, by way of the server's database at `adminUrl`. */
export async function dropDatabase(adminUrl: string, url: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admin.unsafe(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
  } finally {
    await admin.end()
  }
}

/** For tests: a crash of the machine may lose what they wrote. */
const FAST = { fsync: 'off' }

/**
 * Starts a private Postgres server on a free port of the loopback interface. `settings` are its own, by name; without
 * them it does not wait for the disk. Throws when none is installed.
 */
export async function startPostgres({
  settings = FAST,
}: {
  readonly settings?: Readonly<Record<string, string>>
} = {}): Promise<PostgresServer> {
  const programs = await binaries()
  const data = await mkdtemp(join(tmpdir(), 'muster-postgres-'))
  const root = process.getuid?.() === 0
  if (root) await chown(data, UNPRIVILEGED, UNPRIVILEGED)
  const options = { ...(root ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}), cwd: data }
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
    options,
  )
  const port = await freePort()
  const all = {
    ...settings,
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
  }
  const server = await startProcess(
    join(programs, 'postgres'),
    ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    options,
  )
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const stop = async () => {
    await server.stop('SIGINT')
    await rm(data, { recursive: true, force: true })
  }
  try {
    await server.ready()
  } catch (thrown) {
    await stop()
    throw thrown
  }
  return { url, pid: server.pid, createDatabase: () => createDatabase(url), stop }
}
