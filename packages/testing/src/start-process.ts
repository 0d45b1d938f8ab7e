import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { waitFor } from './wait-for.ts'

/** A server that a test started. */
export interface ServerProcess {
  readonly pid: number
  /** Its last output, for messages about it. */
  output(): string
  /** Waits until it says that it accepts connections: another server may hold the port. Throws when it ends instead. */
  ready(): Promise<void>
  /** Ends it and waits until it is gone; a second call waits too. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

const KEPT = 8_192

function alive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (alive(child)) child.kill(signal)
}

/** Starts a server process that does not outlive this one. Throws when it cannot be started. */
export async function startProcess(
  file: string,
  args: readonly string[],
  options: { readonly uid?: number; readonly gid?: number; readonly cwd?: string } = {},
): Promise<ServerProcess> {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-KEPT)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
  })
  await once(child, 'spawn')
  const kill = () => end(child, 'SIGKILL')
  process.once('exit', kill)
  void gone.then(() => process.off('exit', kill))
  return {
    pid: child.pid ?? 0,
    output: () => text,
    ready: async () => {
      await waitFor(() => !alive(child) || /ready to accept connections/i.test(text), { timeoutMs: 30_000 })
      if (!alive(child)) throw new Error(`${file} ended: ${text}`)
    },
    stop: async (signal = 'SIGTERM') => {
      end(child, signal)
      // A process that was stopped (SIGSTOP) hears SIGTERM only when it goes on.
      if (signal !== 'SIGKILL') end(child, 'SIGCONT')
      const hard = setTimeout(kill, 5_000)
      await gone
      clearTimeout(hard)
    },
  }
}
