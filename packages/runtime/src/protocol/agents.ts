import { type AgentProcess, PATIENCE, type Patience } from './agent-process.ts'
import { createWarmPool, type WarmPool } from './warm-pool.ts'

/**
 * The agent processes of one worker: one for each agent that speaks the protocol, alive from one of its phases to the
 * next as long as the agent stays on this worker.
 */
export interface Agents {
  /** How long they may be silent in a phase. */
  readonly patience: Patience
  /** Processes that are started before their agents. */
  readonly warm: WarmPool
  /**
   * Says that this worker has a dispatch of an agent. A process that missed the one before, because another worker had it,
   * is killed: what it knows is old.
   */
  see(agent: string, fence: number): Promise<void>
  /** Lends the process of an agent, until `put` or `kill`; null when it must be started. */
  take(agent: string): AgentProcess | null
  /** Lends a process that was started for the agent, until `put` or `kill`. */
  add(agent: string, fence: number, process: AgentProcess): void
  /** Says that the agent's phase is over: the process waits for the next. */
  put(agent: string): void
  /** Asks the process of an agent to end, and sees to it that it does. Harmless when there is none. */
  end(agent: string): Promise<void>
  /** Kills it at once, unless it was taken under a newer fence. */
  kill(agent: string, fence?: number): Promise<void>
  /** Ends all of them, and those that wait for an agent. */
  stop(): Promise<void>
}

interface Kept {
  readonly process: AgentProcess
  fence: number
  /** Since when it waits; null while it works. */
  idleAt: number | null
}

/** Processes that wait for their next phase; the one that waited longest is ended first. It starts again when it must. */
const MAX_IDLE = 16
/** An agent whose next phase does not come is with another worker, or waits long. */
const IDLE_MS = 60_000
const LOOK_MS = 10_000

export interface AgentsOptions {
  /** Milliseconds that never go back. */
  readonly now?: () => number
  readonly patience?: Patience
}

/** No processes yet. */
export function createAgents({
  now = () => performance.now(),
  patience = PATIENCE,
}: AgentsOptions = {}): Agents {
  const kept = new Map<string, Kept>()
  const warm = createWarmPool(now)
  let looking: NodeJS.Timeout | undefined

  const drop = async (agent: string, how: 'shutdown' | 'kill'): Promise<void> => {
    const found = kept.get(agent)
    if (found === undefined) return
    kept.delete(agent)
    if (kept.size === 0) clearInterval(looking)
    await found.process[how]()
  }

  /** Ends what waits for too long, and what is too many. */
  const look = (): void => {
    const idle = [...kept]
      .flatMap(([agent, { idleAt }]) => (idleAt === null ? [] : [{ agent, idleAt }]))
      .sort((a, b) => a.idleAt - b.idleAt)
    const surplus = idle.length - MAX_IDLE
    for (const [index, { agent, idleAt }] of idle.entries())
      if (index < surplus || now() - idleAt > IDLE_MS) void drop(agent, 'shutdown')
  }

  return {
    patience,
    warm,
    async see(agent, fence) {
      const found = kept.get(agent)
      if (found === undefined) return
      if (fence === found.fence || fence === found.fence + 1) found.fence = fence
      else await drop(agent, 'kill')
    },
    take(agent) {
      const found = kept.get(agent)
      if (found === undefined) return null
      found.idleAt = null
      return found.process
    },
    add(agent, fence, process) {
      if (kept.size === 0) looking = setInterval(look, LOOK_MS).unref()
      const entry: Kept = { process, fence, idleAt: null }
      kept.set(agent, entry)
      void process.ended.then(() => {
        if (kept.get(agent) === entry) void drop(agent, 'kill')
      })
    },
    put(agent) {
      const found = kept.get(agent)
      if (found === undefined) return
      found.idleAt = now()
      look()
    },
    end: (agent) => drop(agent, 'shutdown'),
    async kill(agent, fence) {
      const found = kept.get(agent)
      if (found !== undefined && (fence === undefined || found.fence <= fence)) await drop(agent, 'kill')
    },
    async stop() {
      await Promise.all([warm.stop(), ...[...kept.keys()].map((agent) => drop(agent, 'shutdown'))])
    },
  }
}
