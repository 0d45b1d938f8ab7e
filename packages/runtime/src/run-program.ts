import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

export interface Program {
  readonly argv: readonly string[]
  readonly cwd: string
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>
  /** When it fires, the whole process group is ended: asked first, killed after KILL_AFTER_MS. */
  readonly signal: AbortSignal
  onOutput(stream: 'stdout' | 'stderr', chunk: Buffer): void
}

/** How a program ended: one of the two is set. */
export interface ProgramEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** Between the request to end and the kill. */
const KILL_AFTER_MS = 2_000
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

/** Runs a program to its end, and the end of everything it left in its group. Throws when it cannot be started. */
export function runProgram(program: Program): Promise<ProgramEnd> {
  program.signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', GUARD, 'muster', ...program.argv], {
      cwd: program.cwd,
      env: program.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    })
    let killing: NodeJS.Timeout | undefined
    let draining: NodeJS.Timeout | undefined
    let chunks = 0
    let end: ProgramEnd | null = null
    const [, stdout, stderr, lifeline] = child.stdio as unknown as [null, Readable, Readable, Readable]

    const stop = (): void => {
      killGroup(child.pid, 'SIGTERM')
      killing = setTimeout(() => killGroup(child.pid, 'SIGKILL'), KILL_AFTER_MS)
    }
    const release = (): void => {
      clearTimeout(killing)
      clearTimeout(draining)
      program.signal.removeEventListener('abort', stop)
      for (const stream of [stdout, stderr, lifeline]) stream.destroy()
    }

    const take = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      chunks += 1
      program.onOutput(stream, chunk)
    }
    // A daemon that left the group may hold the pipes open for ever. The look at what came is made after the event loop
    // has read, so that a loop that was busy loses nothing.
    const drain = (left: number): void => {
      const before = chunks
      const look = (): void => {
        if (chunks > before && left > 1) return drain(left - 1)
        stdout.destroy()
        stderr.destroy()
      }
      draining = setTimeout(() => setImmediate(look), DRAIN_MS)
    }

    stdout.on('data', take('stdout'))
    stderr.on('data', take('stderr'))
    for (const stream of [stdout, stderr, lifeline]) stream.on('error', () => {})
    program.signal.addEventListener('abort', stop, { once: true })

    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      end = { code, signal }
      killGroup(child.pid, 'SIGKILL')
      lifeline.destroy()
      drain(MAX_DRAINS)
    })
    child.once('close', () => {
      release()
      if (end !== null) resolve(end)
    })
  })
}

function killGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody is left in the group.
  }
}

/** `exit code 3` or `signal SIGSEGV`. */
export function describeEnd(end: ProgramEnd): string {
  return end.signal === null ? `exit code ${end.code ?? 'unknown'}` : `signal ${end.signal}`
}
