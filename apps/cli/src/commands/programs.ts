import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { EXIT, MusterError, NODE_FLAGS } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type ProgramName, programFile } from '../program-file.ts'

const PROGRAMS = {
  planner: ['run a planner alone', 'MUSTER_STORE_URL and MUSTER_LEDGER_URL say what it works on.'],
  worker: ['run a worker alone', 'MUSTER_STORE_URL says where its jobs come from.'],
  dashboard: ['run a dashboard alone', 'MUSTER_STORE_URL and MUSTER_LEDGER_URL say what it shows.'],
} as const satisfies Readonly<Record<ProgramName, readonly [string, string]>>

/** What is not passed on to the program, though it begins with its name. */
const OTHERS: Readonly<Record<string, string>> = { worker: 'drain' }

/** Adds `planner`, `worker` and `dashboard`: the processes of Muster, one at a time. */
export function addPrograms(program: Command, act: Act): void {
  for (const name of Object.keys(PROGRAMS) as ProgramName[]) {
    const [summary, description] = PROGRAMS[name]
    program
      .command(name)
      .summary(summary)
      .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}. ${description}`)
      .argument('[arguments...]', 'passed on as they are')
      .allowUnknownOption()
      .action(act(async (_context, given: readonly string[]) => runProgramAlone(name, given)))
  }
}

/** The program that a command line names, when its arguments are to be passed on. */
export function programOf(argv: readonly string[]): ProgramName | null {
  const [name = '', ...rest] = argv
  if (!Object.hasOwn(PROGRAMS, name) || rest.some((one) => one === OTHERS[name])) return null
  return rest.includes('--help') || rest.includes('-h') ? null : (name as ProgramName)
}

/** Runs one process of Muster with our input, output and signals; answers its exit code. */
export async function runProgramAlone(name: ProgramName, given: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...NODE_FLAGS, programFile(name), ...given], { stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM'] as const
  const forward = (signal: NodeJS.Signals) => passOn(child, signal)
  for (const signal of signals) process.on(signal, forward)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (code !== null) return code
    return signal === 'SIGINT' ? EXIT.interrupted : signal === 'SIGTERM' ? EXIT.terminated : EXIT.failed
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new MusterError('MUSTER_INTERNAL', { reason })
  } finally {
    for (const each of signals) process.removeListener(each, forward)
  }
}

/** In a terminal, Ctrl-C reaches the child without us. */
function passOn(child: ChildProcess, signal: NodeJS.Signals): void {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
}
