import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Log, MusterError } from '@muster/core'
import { chooseEndpoint, type Endpoint, probe, shutDown, urlOf, waitUntilGone } from './endpoint.ts'
import { fetchServer } from './fetch.ts'
import { type FoundServer, findOnPath } from './find.ts'
import { settingsFor } from './settings.ts'

export type ServerFinder = () => FoundServer | null | Promise<FoundServer | null>

export interface LocalServerOptions {
  /** Data goes to `<home>/store`. */
  readonly home: string
  /** Where a fetched server is kept; `<home>/cache/server` unless given. */
  readonly cache?: string
  /** Where to look for a server program, as in PATH; the PATH of this process unless given. */
  readonly path?: string
  readonly log: Log
  /** Hears of work that takes longer than a second. */
  readonly onProgress?: (text: string) => void
  /** Where a server may come from, in order; PATH, then the package archive, unless given. */
  readonly finders?: readonly ServerFinder[]
}

export interface LocalServer {
  /** For `connectStore`; may hold a password. */
  readonly url: string
  /** The program: dragonfly, valkey-server or redis-server. */
  readonly name: string
  readonly pid: number
  /** Ends it when its data is on disk. Safe to call twice. */
  stop(): Promise<void>
}

const READY_MS = 60_000
const STOP_MS = 10_000

/**
 * Runs the server, and ends it when our end of its input closes: so it does not outlive us, however we die.
 * The server gets SIGTERM, which lets it write what it has.
 */
const GUARD = `exec 3<&0
"$@" 3<&- </dev/null &
server=$!
(read -r _ <&3; kill -TERM $server) &
watch=$!
wait $server
code=$?
kill $watch 2>/dev/null
exit $code`

/**
 * Starts a private Redis-protocol server whose data survives it and which ends with this process. Throws
 * MUSTER_NO_STORE when there is no server to start, MUSTER_STORE_UNREACHABLE when the one found does not run.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { log } = options
  const server = await find(options)
  const folder = join(resolve(options.home), 'store')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  await waitUntilGone(folder)
  const endpoint = await chooseEndpoint(folder)
  const url = urlOf(endpoint)
  const settings = settingsFor(server, folder, endpoint)
  await rm(settings.file, { force: true })
  await writeFile(settings.file, settings.text, { mode: 0o600 })

  const logFile = join(folder, 'server.log')
  const output = await open(logFile, 'w', 0o600)
  const child = spawn('sh', ['-c', GUARD, 'muster-store', ...commandOf(server), ...settings.args], {
    stdio: ['pipe', output.fd, output.fd],
    detached: true,
  })
  child.stdin?.on('error', () => {})
  const ended = once(child, 'exit').catch(() => {})
  let stopping: Promise<void> | null = null
  let pid = 0
  const stop = () =>
    (stopping ??= end(child, ended, pid, server.kind === 'redis' && pid > 0 ? endpoint : null))
  try {
    pid = await ready(endpoint, child)
  } catch (error) {
    await stop()
    const last = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-3).join(' / ')
    const reason = last === '' ? String(error) : last
    throw new MusterError('MUSTER_STORE_UNREACHABLE', { url: url.replace(/:[^:@]*@/, ':***@'), reason })
  } finally {
    await output.close()
  }
  void ended.then(() => {
    if (stopping === null) log.error({ pid, logFile }, 'the private store ended by itself')
  })
  log.debug({ name: server.name, pid, folder }, 'private store started')
  return { url, name: server.name, pid, stop }
}

async function find(options: LocalServerOptions): Promise<FoundServer> {
  const { log } = options
  const path = options.path ?? process.env['PATH'] ?? ''
  const cache = options.cache ?? join(resolve(options.home), 'cache', 'server')
  const progress = (text: string) => {
    log.info({}, text)
    options.onProgress?.(text)
  }
  const finders = options.finders ?? [() => findOnPath(path), () => fetchServer({ cache, progress })]
  for (const finder of finders) {
    try {
      const server = await finder()
      if (server !== null) return server
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'no server could be fetched',
      )
    }
  }
  throw new MusterError('MUSTER_NO_STORE')
}

function commandOf(server: FoundServer): readonly string[] {
  if (server.libraries.length === 0) return [server.command]
  return ['env', `LD_LIBRARY_PATH=${server.libraries.join(':')}`, server.command]
}

async function ready(endpoint: Endpoint, child: ChildProcess): Promise<number> {
  const deadline = performance.now() + READY_MS
  for (;;) {
    try {
      return await probe(endpoint)
    } catch (error) {
      if (child.exitCode !== null || performance.now() > deadline) throw error
    }
    await wait(15)
  }
}

async function end(
  child: ChildProcess,
  ended: Promise<unknown>,
  pid: number,
  tell: Endpoint | null,
): Promise<void> {
  const told = tell === null ? null : shutDown(tell)
  child.stdin?.end()
  const patience = new AbortController()
  const late = wait(STOP_MS, 'late', { signal: patience.signal }).catch(() => 'ended')
  if ((await Promise.race([ended, late])) === 'late' && pid > 0) process.kill(pid, 'SIGKILL')
  patience.abort()
  await Promise.all([ended, told])
}
