import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { finished } from 'node:stream/promises'
import { MusterError } from '@muster/core'
import type { Supervisor } from '../supervisor/create-supervisor.ts'
import { identify } from '../supervisor/process-id.ts'
import { refusalOf } from './refusal-of.ts'
import { type Launch, type Launcher, type ProgramEnd, type Running, STOP_GRACE_MS } from './launcher.ts'

/** Output that stays away this long after the program and its group are gone is waited for no more. */
const DRAIN_MS = 500
/** The most that is waited for output of a daemon that left the group and goes on writing. */
const MAX_DRAINS = 6

/**
 * G1. The program leads its own process group; its pid, exit code and signals are its own (`exec`).
 * G2. A watcher in the same group holds the other end of a pipe from this process: when this process dies, however, the
 *     pipe ends and the watcher kills the group. It ignores polite signals and is no child of the program.
 * G3. As long as the watcher lives the group's id cannot be given to another group.
 */
const GUARD = `
(
  (
    trap '' HUP INT TERM
    exec >/dev/null 2>&1
    read -r _ <&3
    kill -s KILL -- "-$$"
  ) &
)
exec "$@" 3<&-
`

/** Starts programs without walls: each leads a process group, which is all that a kill reaches. */
export function createBareLauncher(supervisor: Supervisor | null = null): Launcher {
  const sandbox = { kind: 'off' } as const
  return {
    sandbox,
    async launch(program) {
      const refusal = refusalOf(sandbox, program.walls.tier)
      if (refusal !== null) throw new MusterError('MUSTER_SANDBOX_MISSING', refusal)
      const running = await launch(program)
      const leader = supervisor === null ? null : identify(running.pid)
      if (supervisor === null || leader === null) return running
      supervisor.watch({ ...leader, group: true, limits: null }, () => {})
      void running.ended.then(() => supervisor.forget(leader))
      return running
    },
    stop: () => Promise.resolve(),
  }
}

function launch(program: Launch): Promise<Running> {
  const child = spawn('/bin/sh', ['-c', GUARD, 'muster', ...program.argv], {
    cwd: program.cwd,
    env: program.env,
    detached: true,
    stdio: [program.stdin, 'pipe', 'pipe', 'pipe'],
  })
  const [stdin, stdout, stderr, lifeline] = child.stdio as unknown as [Socket | null, Socket, Socket, Socket]
  for (const stream of [stdin, stdout, stderr, lifeline]) stream?.on('error', () => {})
  let grace: NodeJS.Timeout | undefined

  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      clearTimeout(grace)
      killGroup(child.pid, 'SIGKILL')
      lifeline.destroy()
      drain(stdout, stderr)
      resolve({ code, signal, excess: null })
    })
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () =>
      resolve({
        pid: child.pid as number,
        stdin,
        stdout,
        stderr,
        ended,
        stop() {
          killGroup(child.pid, 'SIGTERM')
          grace ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), STOP_GRACE_MS)
        },
        async kill() {
          killGroup(child.pid, 'SIGKILL')
          await ended
        },
      }),
    )
  })
}

/**
 * A daemon that left the group may hold the pipes open for ever. The look at what came is made after the event loop has
 * read, so that a loop that was busy loses nothing.
 */
function drain(...streams: readonly Socket[]): void {
  let timer: NodeJS.Timeout
  const read = (): number => streams.reduce((sum, { bytesRead }) => sum + bytesRead, 0)
  const wait = (left: number): void => {
    const before = read()
    const look = (): void => {
      if (read() > before && left > 1) return wait(left - 1)
      for (const stream of streams) stream.destroy()
    }
    timer = setTimeout(() => setImmediate(look), DRAIN_MS)
  }
  wait(MAX_DRAINS)
  void Promise.allSettled(streams.map((stream) => finished(stream))).then(() => clearTimeout(timer))
}

function killGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody is left in the group.
  }
}
