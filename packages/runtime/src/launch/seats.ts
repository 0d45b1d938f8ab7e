import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import type { Enclosure, ProcessBound } from './process-bound.ts'

/** A bubblewrap that waits to be told what to do. It has done nothing yet, and is told once. */
interface Seat {
  readonly child: ChildProcess
  readonly stdin: Socket
  readonly stdout: Socket
  readonly stderr: Socket
  /** Tells what it started. */
  readonly status: Socket
  /** Takes its options. */
  readonly options: Socket
  /** Takes what the gate is to run. */
  readonly door: Socket
  /** Null where none is needed. */
  readonly enclosure: Enclosure | null
}

export interface Seats {
  /** One that is there already, or else a new one. Throws when it cannot be made. */
  take(): Promise<Seat>
  /** Sees to it that the next ones are there. */
  fill(): void
  /** Ends those that nobody took. */
  stop(): Promise<void>
}

/** Two programs that are started at once find one each; more are made as they are needed. */
const READY = 2

/**
 * Bubblewraps started ahead, so that a sandbox does not wait for what has nothing to do with its agent: the start of a
 * process, and its way into a group that bounds it.
 *
 * A process that was forked before its parent was moved stays where it was: so a seat is in its group before it is told
 * its options, and whatever comes of it is born there.
 */
export function createSeats(
  file: string,
  args: readonly string[],
  bound: ProcessBound | null,
  /** A file that they inherit as descriptor 6, each with a place of its own in it; null for none. */
  inherited: string | null,
): Seats {
  const ready: Promise<Seat>[] = []
  let stopped = false

  const make = async (): Promise<Seat> => {
    const opened = inherited === null ? [] : [openSync(inherited, 'r')]
    const child = spawn(file, args, {
      cwd: '/',
      env: {},
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', ...opened],
    })
    for (const descriptor of opened) closeSync(descriptor)
    const sockets = child.stdio.slice(0, 6) as unknown as readonly [
      Socket,
      Socket,
      Socket,
      Socket,
      Socket,
      Socket,
    ]
    const [stdin, stdout, stderr, status, options, door] = sockets
    for (const stream of sockets) stream.on('error', () => {})
    await new Promise((resolve, reject) => child.once('spawn', () => resolve(null)).once('error', reject))
    child.unref()
    for (const stream of sockets) stream.unref()
    const enclosure = (await bound?.enclose(child.pid as number)) ?? null
    return { child, stdin, stdout, stderr, status, options, door, enclosure }
  }

  /** The one that was made first and is still there. */
  const waiting = async (): Promise<Seat | null> => {
    for (let made = ready.shift(); made !== undefined; made = ready.shift()) {
      const seat = await made.catch(() => null)
      if (seat !== null && isThere(seat)) return seat
      await seat?.enclosure?.remove()
    }
    return null
  }

  return {
    async take() {
      const seat = (await waiting()) ?? (await make())
      const { child, stdin, stdout, stderr, status, options, door } = seat
      for (const each of [child, stdin, stdout, stderr, status, options, door]) each.ref()
      return seat
    },
    fill() {
      while (!stopped && ready.length < READY) {
        const made = make()
        made.catch(() => {})
        ready.push(made)
      }
    },
    async stop() {
      stopped = true
      const left = await Promise.allSettled(ready.splice(0))
      await Promise.all(left.flatMap((made) => (made.status === 'fulfilled' ? [dismiss(made.value)] : [])))
    },
  }
}

function isThere({ child }: Seat): boolean {
  return child.exitCode === null && child.signalCode === null
}

async function dismiss(seat: Seat): Promise<void> {
  const { child, enclosure } = seat
  if (isThere(seat)) {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.ref()
    child.kill('SIGKILL')
    await gone
  }
  await enclosure?.remove()
}
