import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MusterError } from '@muster/core'
import type { Muster } from '@muster/sdk'
import type { Context } from '../context.ts'
import { namedMuster, runningMuster } from './reach.ts'

/** A start may have to fetch a store server first. */
const START_MS = 90_000
const BIN = fileURLToPath(new URL('../../bin/muster.js', import.meta.url))

/** The Muster at hand, or one started in the background that ends when nothing is left to do. Throws why it cannot start. */
export async function reachDetached(context: Context): Promise<Muster> {
  const at = (await namedMuster(context)) ?? (await runningMuster(context))?.muster ?? null
  if (at !== null) {
    await at.health()
    return at
  }
  const { io, home } = context
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 })
  const logFile = join(home, 'logs', 'up.log')
  const output = openSync(logFile, 'w', 0o600)
  const child = spawn(process.execPath, [BIN, 'up', '--until-idle'], {
    cwd: io.cwd,
    env: { ...io.env, MUSTER_HOME: home },
    stdio: ['ignore', output, output],
    detached: true,
  })
  closeSync(output)
  let failed: string | null = null
  child.on('error', (error) => {
    failed = error.message
  })
  child.unref()
  for (const deadline = io.now() + START_MS; io.now() < deadline; await pause(50)) {
    const running = await runningMuster(context)
    if (running !== null) return running.muster
    if (failed !== null || child.exitCode !== null) break
  }
  const said = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-2).join(' ')
  throw new MusterError('MUSTER_INTERNAL', { reason: `no Muster could be started: ${failed ?? said}` })
}
