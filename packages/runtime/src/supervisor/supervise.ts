import { readFileSync } from 'node:fs'
import type { ToSupervisor, ToWorker, Watched } from './message.ts'
import { isAlive, killProcess } from './process-id.ts'
import { proportionalBytes, readUsage, type Usage } from './usage.ts'

/** How long a worker that is stopped may say nothing. */
const STOPPED_MS = 1_000
/**
 * How long any worker may say nothing. It renews its hold on an agent every 2 s and loses it after 6 s: this much later
 * than its last word the agent is still its own.
 */
const SILENT_MS = 3_000
/** Between two looks at what agents take; more when a look takes long, up to the maximum. */
const LOOK_MS = 200
const MAX_LOOK_MS = 1_000
/** The share of one processor that looking may take. */
const MAX_SHARE = 0.05

export interface Supervision {
  hear(message: ToSupervisor): void
  /** To be called ten times a second. */
  tick(): void
  /** Kills all; answers whether anything is left. */
  killAll(): boolean
}

/**
 * Watches over the agents of one worker, in a process of its own.
 *
 * W1. A worker that says nothing while it is stopped, or for so long that its hold on its agents may end, has its agents
 *     killed: it could no longer do it itself.
 * W2. Who was itself not run for a while does not count that time against the worker: the machine may have slept.
 * W3. An agent that takes more than it may is told to the worker, who kills it and says why; at the next look the
 *     supervisor does.
 */
export function createSupervision(
  worker: number,
  clock: () => number,
  send: (message: ToWorker) => void,
): Supervision {
  const agents = new Map<number, Watched>()
  const told = new Set<number>()
  let heardAt = clock()
  let tickedAt = clock()
  let lookAt = 0

  const killAll = (): boolean => {
    let left = false
    for (const agent of agents.values()) {
      kill(agent)
      left ||= isAlive(agent)
    }
    return left
  }

  const look = (now: number): void => {
    if (now < lookAt) return
    const limited = [...agents.values()].filter(({ limits }) => limits !== null)
    if (limited.length === 0) return
    const usages = readUsage(limited.map(({ pid }) => pid))
    for (const agent of limited) {
      const usage = usages.get(agent.pid)
      const excess = usage === undefined ? null : excessOf(agent, usage)
      if (excess === null) continue
      if (told.has(agent.pid)) kill(agent)
      told.add(agent.pid)
      send({ excess, agent: { pid: agent.pid, start: agent.start } })
    }
    lookAt = now + Math.min(Math.max(LOOK_MS, (clock() - now) / MAX_SHARE), MAX_LOOK_MS)
  }

  return {
    hear(message) {
      heardAt = clock()
      switch (message.kind) {
        case 'beat':
          return
        case 'watch':
          agents.set(message.agent.pid, message.agent)
          return
        case 'forget':
          agents.delete(message.agent.pid)
          told.delete(message.agent.pid)
          return
      }
    },
    tick() {
      const now = clock()
      if (now - tickedAt > STOPPED_MS) heardAt = now
      tickedAt = now
      const silent = now - heardAt
      if (silent > SILENT_MS || (silent > STOPPED_MS && isStopped(worker))) killAll()
      look(now)
    },
    killAll,
  }
}

function excessOf({ limits }: Watched, usage: Usage): ToWorker['excess'] | null {
  if (limits === null) return null
  if (usage.processes > limits.processes) return 'processes'
  if (usage.residentBytes <= limits.memoryBytes) return null
  return proportionalBytes(usage) > limits.memoryBytes ? 'memory' : null
}

function kill(agent: Watched): void {
  if (!agent.group) killProcess(agent)
  else if (isAlive(agent)) {
    try {
      process.kill(-agent.pid, 'SIGKILL')
    } catch {
      // Nobody is left in the group.
    }
  }
}

function isStopped(pid: number): boolean {
  try {
    return /^State:\s+[Tt]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
  } catch {
    return true
  }
}
