import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { type Log, NODE_FLAGS } from '@muster/core'
import { programFile } from '../program-file.ts'

export interface WorkersOptions {
  readonly home: string
  readonly storeUrl: string
  readonly count: number
  readonly concurrency: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Log
}

export interface Workers {
  /** Has them finish or give up what they do, then ends them. Safe to call twice. */
  stop(): Promise<void>
}

/** After this a worker is asked again, which has it give up what it does. */
const DRAIN_MS = 5_000
const ABORT_MS = 5_000
const RESTART_MS = 1_000
const MAIN = programFile('worker')

/** Starts worker processes that serve every tier; one that dies is started again. They do not outlive this process. */
export function startWorkers(options: WorkersOptions): Workers {
  const { log } = options
  const children = new Set<ChildProcess>()
  const timers = new Set<NodeJS.Timeout>()
  let stopping: Promise<void> | null = null
  mkdirSync(join(options.home, 'logs'), { recursive: true, mode: 0o700 })

  function start(number: number): void {
    const child = startWorker(options, number)
    children.add(child)
    child.on('error', (error) =>
      log.error({ number, reason: error.message }, 'a worker could not be started'),
    )
    child.once('close', (code, signal) => {
      children.delete(child)
      if (stopping !== null) return
      log.warn({ number, code, signal }, 'a worker ended by itself; starting another')
      const timer = setTimeout(() => {
        timers.delete(timer)
        start(number)
      }, RESTART_MS)
      timers.add(timer)
    })
  }

  async function stop(): Promise<void> {
    for (const timer of timers) clearTimeout(timer)
    const ended = [...children].map((child) => once(child, 'close'))
    const ask = (signal: NodeJS.Signals) => {
      for (const child of children) child.kill(signal)
    }
    ask('SIGTERM')
    const again = setTimeout(() => ask('SIGTERM'), DRAIN_MS)
    const force = setTimeout(() => ask('SIGKILL'), DRAIN_MS + ABORT_MS)
    await Promise.all(ended)
    clearTimeout(again)
    clearTimeout(force)
  }

  for (let number = 1; number <= options.count; number += 1) start(number)
  return { stop: () => (stopping ??= stop()) }
}

function startWorker({ home, storeUrl, concurrency, env }: WorkersOptions, number: number): ChildProcess {
  const output = openSync(join(home, 'logs', `worker-${number}.log`), 'a', 0o600)
  const { MUSTER_LEDGER_URL: _ledger, MUSTER_TOKEN: _token, MUSTER_WORKER_ID: _id, ...rest } = env
  try {
    return spawn(
      process.execPath,
      [
        ...NODE_FLAGS,
        MAIN,
        '--tiers',
        '0,1,2,3,4',
        '--concurrency',
        String(concurrency),
        '--exit-with-parent',
      ],
      {
        env: { ...rest, MUSTER_HOME: home, MUSTER_STORE_URL: storeUrl },
        stdio: ['pipe', output, output],
        // A group of its own: Ctrl-C in the terminal is for the host, which then stops its workers in order.
        detached: true,
      },
    )
  } finally {
    closeSync(output)
  }
}
