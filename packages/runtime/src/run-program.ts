import { finished } from 'node:stream/promises'
import { freeChunk } from './free-chunk.ts'
import type { Launch, Launcher, ProgramEnd } from './launch/launcher.ts'

export interface Program extends Omit<Launch, 'stdin'> {
  /** When it fires, the program is asked to end, then killed with everything it started. */
  readonly signal: AbortSignal
  /** When it fires, everything is killed at once. */
  readonly killed: AbortSignal
  /** Takes what it wrote; the bytes of the chunk are gone afterwards, so that what is kept must be copied. */
  onOutput(stream: 'stdout' | 'stderr', chunk: Buffer): void
}

/** Runs a program without input to its end, and the end of everything it left. Throws when it cannot be started. */
export async function runProgram(launcher: Launcher, program: Program): Promise<ProgramEnd> {
  const { signal, killed } = program
  for (const each of [signal, killed]) each.throwIfAborted()
  const running = await launcher.launch({ ...program, stdin: 'ignore' })
  const { stdout, stderr } = running
  const hear = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
    program.onOutput(stream, chunk)
    freeChunk(chunk)
  }
  stdout.on('data', hear('stdout'))
  stderr.on('data', hear('stderr'))
  const read = [stdout, stderr].map((stream) => finished(stream).catch(() => {}))
  const stop = (): void => running.stop()
  const kill = (): void => void running.kill()
  signal.addEventListener('abort', stop, { once: true })
  killed.addEventListener('abort', kill, { once: true })
  if (signal.aborted) stop()
  if (killed.aborted) kill()
  try {
    const end = await running.ended
    await Promise.all(read)
    return end
  } finally {
    signal.removeEventListener('abort', stop)
    killed.removeEventListener('abort', kill)
  }
}

/** `exit code 3`, `signal SIGSEGV`, or for what it was killed. */
export function describeEnd(end: ProgramEnd): string {
  if (end.excess !== null) return `a kill for more ${end.excess} than its sandbox allows`
  return end.signal === null ? `exit code ${end.code ?? 'unknown'}` : `signal ${end.signal}`
}
