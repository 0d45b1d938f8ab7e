import type { Socket } from 'node:net'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { MusterError } from '@muster/core'
import { coerce, gte } from 'semver'
import { findBinary } from '../find-binary.ts'
import { bubblewrapArgs, type Ground } from './bubblewrap-args.ts'
import { isWithin } from './is-within.ts'
import {
  type Excess,
  type Launch,
  type Launcher,
  type Limits,
  type ProgramEnd,
  type Running,
  type Sandbox,
  STOP_GRACE_MS,
} from './launcher.ts'
import type { Supervisor } from '../supervisor/create-supervisor.ts'
import { identify, isAlive, killProcess, type ProcessId } from '../supervisor/process-id.ts'
import type { ProcessBound } from './process-bound.ts'
import { createSeats } from './seats.ts'
import type { SystemPlaces, User } from './system-places.ts'
import { placesOfProgram, toolPlaces } from './tool-places.ts'

export interface BubblewrapOptions {
  readonly sandbox: Sandbox & { readonly kind: 'bubblewrap' }
  /** The file of bubblewrap. */
  readonly file: string
  /** The home of the user: of a toolchain below it only what its programs need is shown. */
  readonly home: string
  readonly system: SystemPlaces
  readonly user: User
  readonly supervisor: Supervisor
  /** Null where the limit that the gate sets holds. */
  readonly bound: ProcessBound | null
  /** The file of the compiled filter of system calls; null where there is none. */
  readonly filter: string | null
}

/** How often a process that was killed is looked for until it is gone. */
const LOOK_MS = 1

/** A little above what the supervisor kills for, so that it sees the excess and can say so. */
const hardBound = ({ processes }: Limits): number => processes + 8
/** Of bubblewrap, in the same group. */
const OWN_PROCESSES = 2

/**
 * Runs inside the sandbox, in place of the program until all is known of it that a kill needs: it is handed what to run,
 * line by line. When the worker dies meanwhile, the reading fails and nothing is started.
 */
const GATE = `
echo >&5
set --
while IFS= read -r muster_line <&5; do
  if [ "$muster_line" = . ]; then
    unset muster_line
    eval "$1"
  fi
  set -- "$1
\${muster_line#=}"
done
exit 125
`
const argsOf = (filtered: boolean): readonly string[] =>
  ['--args', '4', '--json-status-fd', '3']
    .concat(filtered ? ['--seccomp', '6'] : [])
    .concat('--', '/bin/sh', '-c', GATE, 'muster')

/** What the gate is handed for a program. */
function scriptOf({ argv, stdin, walls: { limits } }: Launch): string {
  const script = `
{
  ulimit -c 0
  ulimit -f ${Math.ceil(limits.fileBytes / 512)}
  ulimit -d ${Math.ceil(limits.memoryBytes / 1024)}
  ulimit -S -t ${limits.cpuSeconds}
  ulimit -H -t ${limits.cpuSeconds + 1}
  ulimit -p ${hardBound(limits)} || ulimit -u ${hardBound(limits)}
} 2>/dev/null
exec ${argv.map(quoted).join(' ')} 5<&-${stdin === 'ignore' ? ' </dev/null' : ''}`
  return `${script
    .split('\n')
    .map((line) => `=${line}`)
    .join('\n')}\n.\n`
}

/** A word of the shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/**
 * Starts programs in sandboxes made by bubblewrap.
 *
 * S1. The inner init is known, and known to the supervisor, before the program is started.
 * S2. A kill goes to the inner init: with it the kernel ends everything in the sandbox. To kill the outer process would
 *     leave what it has not yet tied to itself.
 * S3. A program has ended when the inner init is gone, which it is not before all others in the sandbox are.
 */
export function createBubblewrapLauncher({
  sandbox,
  file,
  home,
  system,
  user,
  supervisor,
  bound,
  filter,
}: BubblewrapOptions): Launcher {
  const forbidsNamespaces = gte(coerce(sandbox.version) ?? '0.0.0', '0.8.0')
  const tools = new Map<string, readonly string[]>()
  const seats = createSeats(file, argsOf(filter !== null), bound, filter)

  const groundFor = async ({ argv, env }: Launch): Promise<Ground> => {
    const path = env['PATH'] ?? ''
    const key = `${argv[0]}\0${path}`
    let known = tools.get(key)
    if (known === undefined) {
      const found = await findBinary(argv[0] ?? '', path)
      const wanted = new Set([
        ...toolPlaces(path, home),
        ...(found === null ? [] : placesOfProgram(found, home)),
      ])
      for (const { path: shown } of system.always) wanted.delete(shown)
      // Each mount takes a start some time.
      known = [...wanted].filter(
        (place) => ![...wanted].some((other) => other !== place && isWithin(place, other)),
      )
      tools.set(key, known)
    }
    return { system, tools: known, forbidsNamespaces, user }
  }

  return {
    sandbox,
    async launch(program) {
      const ground = await groundFor(program)
      const { limits } = program.walls
      const { child, stdin, stdout, stderr, status, options, door, enclosure } = await seats.take()
      enclosure?.limit(hardBound(limits) + OWN_PROCESSES)
      let excess: Excess | null = null
      let init: ProcessId | null = null
      let grace: NodeJS.Timeout | undefined

      const ended = new Promise<ProgramEnd>((resolve) => {
        child.once('exit', (code, signal) => {
          clearTimeout(grace)
          for (const stream of [status, options, door]) stream.destroy()
          void (async () => {
            if (init !== null) {
              await death(init)
              supervisor.forget(init)
            }
            void enclosure?.remove()
            resolve({ ...endOf(code, signal), excess })
          })()
        })
      })
      const kill = async (): Promise<void> => {
        if (init !== null) killProcess(init)
        await ended
      }

      options.end(
        bubblewrapArgs(program, ground)
          .map((arg) => `${arg}\0`)
          .join(''),
      )
      const failed = new Promise<never>((_resolve, reject) => {
        child.once('error', reject)
        void ended.then(() => reject(new Error('the sandbox ended before the program began')))
      })
      failed.catch(() => {})
      try {
        init = await Promise.race([innerInit(status), failed])
        supervisor.watch({ ...init, group: false, limits }, (what) => {
          excess = what
          void kill()
        })
        await Promise.race([new Promise((resolve) => door.once('data', resolve)), failed])
      } catch (error) {
        child.kill('SIGKILL')
        stdout.resume()
        const said = child.pid === undefined ? '' : (await text(stderr)).trim()
        throw new MusterError('MUSTER_SANDBOX_BROKEN', { reason: said || (error as Error).message })
      }
      door.end(scriptOf(program))
      if (program.stdin === 'ignore') stdin.destroy()
      seats.fill()
      const { pid } = init
      return {
        pid,
        stdin: program.stdin === 'pipe' ? stdin : null,
        stdout,
        stderr,
        ended,
        stop() {
          askGroup(pid)
          grace ??= setTimeout(() => void kill(), STOP_GRACE_MS)
        },
        kill,
      } satisfies Running
    },
    stop: () => seats.stop(),
  }
}

/** The first process of the new pid namespace, as bubblewrap tells it. */
async function innerInit(status: Socket): Promise<ProcessId> {
  for await (const line of createInterface({ input: status })) {
    const told = JSON.parse(line) as { readonly 'child-pid'?: number }
    const init = told['child-pid'] === undefined ? null : identify(told['child-pid'])
    if (init !== null) return init
  }
  throw new Error('bubblewrap did not tell what it started')
}

/** The init leads the group of its program; it heeds no signal but that which kills it. */
function askGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // Nobody is left in the group.
  }
}

/** The outer process tells of a signal as shells do. */
function endOf(
  code: number | null,
  signal: string | null,
): { readonly code: number | null; readonly signal: string | null } {
  if (code === null || code <= 128) return { code, signal }
  const [name] = Object.entries(constants.signals).find(([, number]) => number === code - 128) ?? [null]
  return name === null ? { code, signal } : { code: null, signal: name }
}

async function death(init: ProcessId): Promise<void> {
  while (killProcess(init) || isAlive(init)) await pause(LOOK_MS)
}
