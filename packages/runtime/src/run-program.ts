import { finished } from 'node:stream/promises'
import type { Launch, Launcher, ProgramEnd } from './launch/launcher.ts'

export interface Program extends Omit<Launch, 'stdin'> {
  /** When it fires, the program is asked to end, then killed with everything it started. */
  readonly signal: AbortSignal
  onOutput(stream: 'stdout' | 'stderr', chunk: Buffer): void
}

/** Runs a program without input to its end, and the end of everything it left. Throws when it cannot be started. */
export async function runProgram(launcher: Launcher, program: Program): Promise<ProgramEnd> {
  const { signal } = program
  signal.throwIfAborted()
  const running = await launcher.launch({ ...program, stdin: 'ignore' })
  const { stdout, stderr } = running
  stdout.on('data', (chunk: Buffer) => program.onOutput('stdout', chunk))
  stderr.on('data', (chunk: Buffer) => program.onOutput('stderr', chunk))
  const read = [stdout, stderr].map((stream) => finished(stream).catch(() => {}))
  const stop = (): void => running.stop()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const end = await running.ended
    await Promise.all(read)
    return end
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** `exit code 3` or `signal SIGSEGV`. */
export function describeEnd(end: ProgramEnd): string {
  return end.signal === null ? `exit code ${end.code ?? 'unknown'}` : `signal ${end.signal}`
}
