import { userInfo } from 'node:os'
import type { Clock } from '@muster/core'

/** Where text goes. Columns and rows are those of a terminal; null elsewhere. */
export interface Output {
  readonly write: (text: string) => void
  readonly terminal: { readonly columns: number; readonly rows: number } | null
}

/** Everything the command takes from the process it runs in. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** The name of the person who runs it. */
  readonly user: string
  readonly out: Output
  readonly err: Output
  readonly now: Clock
}

/** The world as this process has it. */
export function processIo(): Io {
  const { env } = process
  return {
    env,
    cwd: process.cwd(),
    user: env['MUSTER_USER'] ?? nameOfUser(),
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    now: Date.now,
  }
}

function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return 'owner'
  }
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough, as `head`, is no error.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    write: (text) => void stream.write(text),
    get terminal() {
      return stream.isTTY ? { columns: stream.columns || 80, rows: stream.rows || 24 } : null
    },
  }
}
