import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type Brief, MusterError } from '@muster/core'
import type { PhaseRun } from './phase-run.ts'
import { baseEnv } from './program-env.ts'
import { describeEnd, runProgram } from './run-program.ts'
import { wallsOf } from './walls.ts'

/** What a program in a sandbox must not manage to do, and how a message says that it did. */
const ATTEMPTS = {
  readHostFile: 'read a file of the host',
  connectLoopback: 'connect to the host',
  seeProcesses: 'see processes of the host',
  writeOutside: 'write outside its workspace',
} as const
type Attempt = keyof typeof ATTEMPTS

/** What became of each attempt; `allowed` where its walls have a door. */
export type ProbeResult = Readonly<Record<Attempt, 'refused' | 'allowed' | 'succeeded'>>

const MAX_OUTPUT = 64 * 1024
const PLANTED = 'A file of the host, which no agent can read.\n'

/**
 * Builtins of bash alone, so that it takes one start of a program. Its arguments: a file, a port, places to write. What
 * it writes may end in a place of its own, as `/tmp`: whether it got out is for the host to see.
 */
const SCRIPT = `
exec 2>/dev/null
try() { if "$@"; then echo "$1 succeeded"; else echo "$1 refused"; fi; }
file=$1 port=$2
shift 2
places=("$@")
readHostFile() { read -r _ <"$file"; }
connectLoopback() { { :; } 7<>"/dev/tcp/127.0.0.1/$port"; }
seeProcesses() {
  local found
  for found in /proc/[0-9]*; do
    [[ $found == /proc/1 || $found == /proc/$$ ]] || return 0
  done
  return 1
}
writeOutside() {
  local place
  for place in "\${places[@]}"; do
    { echo x >>"$place"; }
  done
  return 1
}
try readHostFile
try connectLoopback
try seeProcesses
try writeOutside
`

/**
 * Has a program in the very sandbox of an agent try to leave it. Throws MUSTER_SANDBOX_LEAKS when it manages to, and
 * MUSTER_SANDBOX_BROKEN when it cannot try.
 */
export async function probeSandbox(run: PhaseRun, brief: Brief): Promise<ProbeResult> {
  const { host, workspace } = run
  const walls = wallsOf(run, brief)
  const planted = join(workspace.root, 'planted')
  const name = `.muster-probe-${randomUUID()}`
  const project = join(host.project, name)
  const { access } = walls.places.find(({ path }) => path === host.project) ?? { access: 'none' }
  const outside = [`/${name}`, `/usr/${name}`, ...(access === 'write' ? [] : [project])]
  const readOnly = walls.places.some((place) => place.path === workspace.work && place.access === 'read')
  if (readOnly) outside.push(join(workspace.work, name))

  await writeFile(planted, PLANTED)
  const listener = await listen()
  let told = ''
  try {
    const end = await runProgram(host.launcher, {
      argv: ['bash', '-c', SCRIPT, 'probe', planted, String(listener.port), planted, ...outside],
      cwd: workspace.work,
      env: baseEnv(host, workspace),
      walls,
      signal: run.signal,
      killed: host.signal,
      onOutput: (_stream, chunk) => {
        if (told.length < MAX_OUTPUT) told += chunk.toString('utf8')
      },
    })
    const written = outside.some((path) => existsSync(path)) || (await readFile(planted, 'utf8')) !== PLANTED
    const found = read(told, { connectLoopback: listener.reached(), writeOutside: written })
    if (found === null)
      throw new MusterError('MUSTER_SANDBOX_BROKEN', { reason: `its probe ended with ${describeEnd(end)}` })
    const result = { ...found, ...(walls.network === 'host' ? { connectLoopback: 'allowed' as const } : {}) }
    const leaks = (Object.keys(ATTEMPTS) as Attempt[]).filter((attempt) => result[attempt] === 'succeeded')
    if (leaks.length > 0)
      throw new MusterError('MUSTER_SANDBOX_LEAKS', { what: leaks.map((leak) => ATTEMPTS[leak]).join(', ') })
    return result
  } finally {
    await listener.close()
    await Promise.all([planted, ...outside].map((path) => rm(path, { force: true })))
  }
}

/** Null when an attempt was not made. What the host noticed counts, whatever the program says. */
function read(
  told: string,
  noticed: Readonly<Partial<Record<Attempt, boolean>>>,
): Record<Attempt, 'refused' | 'succeeded'> | null {
  const lines = new Set(told.split('\n'))
  const found = Object.keys(ATTEMPTS).map((attempt) => {
    if (lines.has(`${attempt} succeeded`) || noticed[attempt as Attempt] === true)
      return [attempt, 'succeeded']
    return [attempt, lines.has(`${attempt} refused`) ? 'refused' : null]
  })
  if (found.some(([, result]) => result === null)) return null
  return Object.fromEntries(found) as Record<Attempt, 'refused' | 'succeeded'>
}

async function listen() {
  let reached = false
  const server = createServer((socket) => {
    reached = true
    socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    reached: () => reached,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
