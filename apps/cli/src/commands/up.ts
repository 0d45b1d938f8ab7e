import { setTimeout as pause } from 'node:timers/promises'
import { EXIT, MusterError } from '@muster/core'
import type { Muster } from '@muster/sdk'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { type Reached, reach } from '../host/reach.ts'
import { counted } from '../render/problems.ts'
import { listenForSignals } from '../signals.ts'
import { VERSION } from '../version.ts'
import { wholeNumber } from './options.ts'

interface UpOptions {
  readonly workers: number
  readonly concurrency: number
  readonly port?: number
  readonly untilIdle?: boolean
}

/** Without an open run for this long, a Muster started with --until-idle ends. */
const IDLE_MS = 10_000
const LOOK_MS = 1_000

/** Adds `up`. */
export function addUp(program: Command, act: Act): void {
  program
    .command('up')
    .summary('serve everything on this machine')
    .description('Serves everything on this machine: store, ledger, planner, dashboard and workers.')
    .option('--workers <count>', 'worker processes', wholeNumber('--workers', 1, 64), 2)
    .option(
      '--concurrency <count>',
      'agents each of them runs at a time',
      wholeNumber('--concurrency', 1, 256),
      8,
    )
    .option(
      '--port <port>',
      'where the dashboard answers; MUSTER_PORT, or a free one',
      wholeNumber('--port', 0, 65_535),
    )
    .option('--until-idle', 'end when no run is open any more')
    .action(act(up))
}

async function up(context: Context, options: UpOptions): Promise<number> {
  const interrupt = listenForSignals()
  const given = context.io.env['MUSTER_PORT']
  const port = options.port ?? (given ? wholeNumber('MUSTER_PORT', 0, 65_535)(given) : 0)
  // It serves this home, whatever other Muster the environment names.
  const alone = {
    ...context,
    globals: { ...context.globals, url: '' },
    io: { ...context.io, env: without(context.io.env) },
  }
  const reached = await reach(alone, { ...options, port })
  try {
    if (reached.host === null) {
      const problem = `A Muster serves ${context.home} already, at ${reached.muster.url}.`
      throw new MusterError('MUSTER_USAGE', { problem })
    }
    tell(context, reached)
    if (options.untilIdle === true) await idle(reached.muster, interrupt.signal)
    else if (!interrupt.signal.aborted)
      await new Promise((resolve) => interrupt.signal.addEventListener('abort', resolve))
    if (!interrupt.signal.aborted) return EXIT.ok
    if (context.globals.output === 'text') context.say(['Stopping. Open runs are kept.'])
    return interrupt.code()
  } finally {
    await reached.close()
    interrupt.close()
  }
}

function without(env: Context['io']['env']): Context['io']['env'] {
  const { MUSTER_URL: _named, ...rest } = env
  return rest
}

function tell(context: Context, { host, link }: Reached): void {
  if (host === null) return
  const { url, workers, store, ledger } = host
  if (context.globals.output !== 'text') return context.answer({ url, link, workers, store, ledger })
  context.print([
    context.theme.bold(`Muster ${VERSION} serves ${context.home}`),
    `  browser  ${link}`,
    `  workers  ${counted(workers, 'process').replace('processs', 'processes')}`,
    `  store    ${store}`,
    `  ledger   ${ledger}`,
    'Ctrl-C stops it; open runs are kept.',
  ])
}

async function idle(muster: Muster, signal: AbortSignal): Promise<void> {
  for (let quiet = 0; quiet < IDLE_MS && !signal.aborted; quiet += LOOK_MS) {
    await pause(LOOK_MS, null, { signal }).catch(() => null)
    for await (const _ of muster.runs({ status: 'running', limit: 1 })) quiet = 0
  }
}
