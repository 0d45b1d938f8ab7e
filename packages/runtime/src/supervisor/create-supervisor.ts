import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Log } from '@muster/core'
import { BEAT_MS, type ToSupervisor, type ToWorker, type Watched } from './message.ts'
import { killProcess, type ProcessId } from './process-id.ts'

/** The worker's side of the process that kills its agents when it cannot do so itself. */
export interface Supervisor {
  /** The process id of the supervisor, or null between the end of one and the start of the next. */
  pid(): number | null
  /** Has an agent watched; `onExcess` is called when it takes more than its limits. */
  watch(agent: Watched, onExcess: (what: ToWorker['excess']) => void): void
  forget(agent: ProcessId): void
  /** Ends the supervisor; what it still watches dies with it. */
  stop(): Promise<void>
}

/** A supervisor that ended sooner than this after its start will not live longer the next time. */
const SHORT_MS = 1_000
const MAX_SHORT = 3
const MAIN = fileURLToPath(new URL('../../dist/supervisor/main.js', import.meta.url))

/**
 * The supervisor of this process, started with its first agent. One that ends by itself is followed by another, which is told of all agents
 * again; when no supervisor stays, the agents are killed, since nobody would watch them.
 */
export function createSupervisor(log: Log): Supervisor {
  const agents = new Map<number, { readonly agent: Watched; onExcess(what: ToWorker['excess']): void }>()
  let child: ChildProcess | null = null
  let short = 0
  let stopping: Promise<void> | null = null

  const send = (message: ToSupervisor): void => {
    child?.stdin?.write(`${JSON.stringify(message)}\n`)
  }

  const start = (): void => {
    const startedAt = performance.now()
    const started = spawn(process.execPath, [MAIN], {
      detached: true,
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    child = started
    started.stdin.on('error', () => {})
    createInterface({ input: started.stdout }).on('line', (line) => {
      const { excess, agent } = JSON.parse(line) as ToWorker
      const known = agents.get(agent.pid)
      if (known?.agent.start === agent.start) known.onExcess(excess)
    })
    started.once('error', (error) => log.error({ err: error }, 'the supervisor could not be started'))
    started.once('close', () => {
      if (stopping !== null) return
      child = null
      short = performance.now() - startedAt < SHORT_MS ? short + 1 : 0
      log.warn({ agents: agents.size }, 'the supervisor ended by itself')
      if (short < MAX_SHORT) start()
      else for (const { agent } of agents.values()) killProcess(agent)
    })
    for (const { agent } of agents.values()) send({ kind: 'watch', agent })
    started.unref()
    for (const stream of [started.stdin, started.stdout]) (stream as unknown as { unref(): void }).unref()
  }

  const beating = setInterval(() => send({ kind: 'beat' }), BEAT_MS).unref()

  const end = async (): Promise<void> => {
    clearInterval(beating)
    if (child === null) return
    const closed = once(child, 'close')
    child.ref()
    child.stdin?.end()
    await closed
  }

  return {
    pid: () => child?.pid ?? null,
    watch(agent, onExcess) {
      agents.set(agent.pid, { agent, onExcess })
      if (child === null) start()
      else send({ kind: 'watch', agent })
    },
    forget(agent) {
      agents.delete(agent.pid)
      send({ kind: 'forget', agent })
    },
    stop: () => (stopping ??= end()),
  }
}
