import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readStat } from '../../packages/runtime/src/supervisor/process-id.ts'

const ROOT = new URL('../../', import.meta.url).pathname

/** A process of ours under test. */
export interface Running {
  readonly pid: number
  /** All that it wrote so far. */
  output(): string
  stdout(): string
  kill(signal?: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

/** Starts a built script of this repository, or of a copy of it, from a directory, with only the variables given and a PATH. */
export function startNode(
  script: string,
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>
    readonly cwd?: string
    readonly root?: string
  } = {},
): Running {
  const { root = ROOT } = options
  const child: ChildProcess = spawn(process.execPath, [join(root, script), ...args], {
    cwd: options.cwd ?? root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    output += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return {
    pid: child.pid ?? 0,
    output: () => output,
    stdout: () => stdout,
    kill: (signal = 'SIGTERM') => void child.kill(signal),
    ended: once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals),
  }
}

/** The built CLI: `muster ARGS...`. */
export function startCli(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Running {
  return startNode('apps/cli/bin/muster.js', args, options)
}

/** Runs the CLI to its end. */
export async function cli(args: readonly string[], options: Parameters<typeof startCli>[1] = {}) {
  const running = startCli(args, options)
  const code = await running.ended
  return { code, stdout: running.stdout(), output: running.output() }
}

/** Whether a process is there: one that ended is not, though whoever adopted it may take seconds to notice. */
export function alive(pid: number): boolean {
  return readStat(pid) !== null
}
