import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { type Breach, PROTOCOL_LIMITS } from '@muster/core/protocol'
import type { Launch, Launcher, ProgramEnd, Running } from '../launch/launcher.ts'
import type { Workspace } from '../workspace.ts'
import { onAbort } from './on-abort.ts'
import { openSession, type Session } from './session.ts'

/** The process of one agent, shaken hands with. */
export interface AgentProcess {
  readonly pid: number
  /** Its workspace, by the paths under which it sees it. */
  readonly workspace: Workspace
  readonly session: Session
  /** Hands what it writes to standard error to a taker; what came before, first. */
  listen(take: (chunk: Buffer) => void): () => void
  /** Resolves when it ended, or broke the protocol, or closed its output: then it is of no more use. */
  readonly over: Promise<unknown>
  /** Resolves when it and all it started are gone. */
  readonly ended: Promise<ProgramEnd>
  /** Asks it to end, closes its input, and kills it when it stays. Resolves when it is gone. */
  shutdown(): Promise<void>
  kill(): Promise<void>
}

export type Started =
  | { readonly kind: 'started'; readonly process: AgentProcess }
  | { readonly kind: 'breach'; readonly breach: Breach }
  | { readonly kind: 'gone'; readonly end: ProgramEnd }

/** How long a program may take to answer `initialize`: an interpreter on a busy machine starts slowly. */
const HELLO_MS = 20_000
/** How long an agent may be silent in a phase, in milliseconds. */
export interface Patience {
  /** Until it is sent a `ping`. */
  readonly quietMs: number
  /** After that, until it is killed. */
  readonly answerMs: number
}
export const PATIENCE: Patience = { quietMs: 10_000, answerMs: PROTOCOL_LIMITS.answerMs }

/** Between `$/cancel` or `shutdown` and the kill. */
const GRACE_MS = 2_000
/** Of what nobody listened to yet. */
const MAX_UNHEARD_BYTES = 64 * 1024

/** A program, and where it works. */
export type AgentProgram = Pick<Launch, 'argv' | 'env' | 'walls'> & { readonly workspace: Workspace }

export interface StartOptions {
  /** Ends the start. */
  readonly stop: AbortSignal
  /** Takes what the program writes to standard error meanwhile. */
  readonly heard: (chunk: Buffer) => void
  readonly patience: Patience
}

/** Starts an agent program and shakes hands with it. Throws when it cannot be started. */
export async function startAgentProcess(
  launcher: Launcher,
  program: AgentProgram,
  { stop, heard, patience: { quietMs, answerMs } }: StartOptions,
): Promise<Started> {
  stop.throwIfAborted()
  const { workspace } = program
  const running = await launcher.launch({ ...program, cwd: workspace.work, stdin: 'pipe' })
  const stdin = running.stdin as Writable
  stdin.on('error', () => {})
  const ear = createEar(running)
  const deafen = ear.listen(heard)
  const forget = onAbort(stop, () => void running.kill())
  try {
    const opened = await openSession({
      wire: { input: running.stdout, write: (line) => writeLine(stdin, line) },
      limits: { ...PROTOCOL_LIMITS, answerMs },
      helloMs: HELLO_MS,
      graceMs: GRACE_MS,
      quietMs,
    })
    if (opened.kind === 'open')
      return { kind: 'started', process: processOf(running, workspace, opened.session, ear) }
    // Who closed its output may be about to end by itself, and then says why.
    if (opened.kind === 'gone') await Promise.race([running.ended, pause(GRACE_MS)])
    await running.kill()
    return opened.kind === 'breach' ? opened : { kind: 'gone', end: await running.ended }
  } finally {
    forget()
    deafen()
  }
}

function processOf(
  running: Running,
  workspace: Workspace,
  session: Session,
  ear: Pick<AgentProcess, 'listen'>,
): AgentProcess {
  return {
    pid: running.pid,
    workspace,
    session,
    listen: (take) => ear.listen(take),
    over: Promise.race([running.ended, session.over]),
    ended: running.ended,
    async shutdown() {
      await session.shutdown()
      running.stdin?.end()
      await Promise.race([running.ended, pause(GRACE_MS)])
      await running.kill()
    },
    kill: () => running.kill(),
  }
}

/** Writes to a program; resolves when there is room for more, or nobody reads any more. */
async function writeLine(stdin: Writable, line: string): Promise<void> {
  if (stdin.destroyed || stdin.write(line)) return
  const done = new AbortController()
  const { signal } = done
  try {
    await Promise.race([once(stdin, 'drain', { signal }), once(stdin, 'close', { signal })])
  } finally {
    done.abort()
  }
}

/** Hears the error stream at all times, so that a program never waits for somebody to read it. */
function createEar(running: Running) {
  let taker: ((chunk: Buffer) => void) | null = null
  let unheard: Buffer[] = []
  let size = 0
  running.stderr.on('data', (chunk: Buffer) => {
    if (taker !== null) return taker(chunk)
    if (size < MAX_UNHEARD_BYTES) unheard.push(chunk)
    size += chunk.length
  })
  return {
    listen(take: (chunk: Buffer) => void): () => void {
      for (const chunk of unheard) take(chunk)
      unheard = []
      size = 0
      taker = take
      return () => {
        if (taker === take) taker = null
      }
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
