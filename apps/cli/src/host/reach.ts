import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Log, MusterError } from '@muster/core'
import { Muster } from '@muster/sdk'
import type { Context } from '../context.ts'
import { keptToken } from '../credentials.ts'
import { VERSION } from '../version.ts'
import { type HomeLock, takeHomeLock } from './home-lock.ts'
import { findHost } from './host-file.ts'
import type { Host } from './start-host.ts'

export interface ReachOptions {
  /** Worker processes to start when no Muster answers; 0 to only look and decide. */
  readonly workers: number
  readonly concurrency: number
  readonly port: number
}

/** A Muster to speak to. */
export interface Reached {
  readonly muster: Muster
  /** Where a person can look at it: a link that lets him in, when this machine's owner may hand it out. */
  readonly link: string
  /** Present when it was started here, for this command. */
  readonly host: Host | null
  /** Stops what was started here. Safe to call twice. */
  close(): Promise<void>
}

/** How long another process may hold the home without answering: as long as a start takes at most. */
const BUSY_MS = 20_000

/**
 * The Muster that `--url` or MUSTER_URL names, else the one that serves this home, else one started here and now.
 * Throws MUSTER_SERVER_UNREACHABLE, MUSTER_HOME_BUSY, or why one cannot be started.
 */
export async function reach(context: Context, options: ReachOptions): Promise<Reached> {
  const named = await namedMuster(context)
  if (named !== null) {
    await named.health()
    return { muster: named, link: named.url, host: null, close: async () => undefined }
  }
  const found = await findOrLock(context)
  if ('muster' in found) return { ...found, host: null, close: async () => undefined }
  const { startHost } = await import('./start-host.ts')
  const { io, home } = context
  if (io.err.terminal !== null && options.workers > 0)
    context.say([context.errTheme.dim(`Starting Muster in ${home}`)])
  const host = await startHost(
    {
      ...options,
      home,
      cwd: io.cwd,
      env: io.env,
      owner: io.user,
      version: VERSION,
      log: await hostLog(context),
      onProgress: (text) => context.say([text]),
    },
    found.lock,
  )
  const muster = new Muster({ url: host.url, token: host.token, user: io.user })
  return { muster, link: linkOf(context, host), host, close: () => host.stop() }
}

/** The address that `--url` or MUSTER_URL names, or null. Throws MUSTER_CONFIG. */
export function namedUrl({ io, globals }: Context): string | null {
  const url = globals.url ?? io.env['MUSTER_URL']
  if (!url) return null
  if (!URL.canParse(url))
    throw new MusterError('MUSTER_CONFIG', {
      name: '--url or MUSTER_URL',
      given: url,
      expected: 'an http:// address',
    })
  return url
}

/** The Muster that `--url` or MUSTER_URL names, with MUSTER_TOKEN or the token that `muster login` kept; or null. */
export async function namedMuster(context: Context): Promise<Muster | null> {
  const { io } = context
  const url = namedUrl(context)
  if (url === null) return null
  const token = io.env['MUSTER_TOKEN'] || (await keptToken(io.env, url))
  return new Muster({ url, user: io.user, ...(token ? { token } : {}) })
}

/** The Muster that serves this home, or null. */
export async function runningMuster(
  context: Context,
): Promise<{ readonly muster: Muster; readonly link: string } | null> {
  const record = await findHost(context.home)
  if (record === null) return null
  const { url, token } = record
  return { muster: new Muster({ url, token, user: context.io.user }), link: linkOf(context, record) }
}

/** A token that the owner chose is his to keep; one made up for this Muster opens nothing else. */
function linkOf({ io }: Context, { url, token }: { readonly url: string; readonly token: string }): string {
  return io.env['MUSTER_TOKEN'] === token ? url : `${url}/?token=${token}`
}

/** The Muster that serves this home, or the right to serve it. Throws MUSTER_HOME_BUSY. */
export async function findOrLock(
  context: Context,
): Promise<{ readonly muster: Muster; readonly link: string } | { readonly lock: HomeLock }> {
  const { home, io } = context
  const deadline = io.now() + BUSY_MS
  while (true) {
    const running = await runningMuster(context)
    if (running !== null) return running
    const attempt = await takeHomeLock(home)
    if (attempt.taken) return { lock: attempt.lock }
    if (io.now() > deadline) throw new MusterError('MUSTER_HOME_BUSY', { pid: attempt.pid, home })
    await pause(100)
  }
}

/** Where the log of an embedded Muster goes: standard error when a level was asked for, else a file in its home. */
async function hostLog({ globals, home }: Context): Promise<Log> {
  const { createLogger } = await import('@muster/telemetry')
  if (globals.logLevel !== undefined) return createLogger({ name: 'muster', level: globals.logLevel })
  const directory = join(home, 'logs')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = openSync(join(directory, 'host.log'), 'a', 0o600)
  process.once('exit', () => closeSync(file))
  return createLogger({
    name: 'muster',
    level: 'info',
    destination: { write: (line) => void writeSync(file, line) },
  })
}
