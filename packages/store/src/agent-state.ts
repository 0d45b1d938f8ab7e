import { gather, RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** What the store shows of agents while workers hold them. Nothing is decided by it. */
export interface AgentState {
  /** Sets fields; the state goes away when nobody writes it for half a minute. */
  write(agent: string, fields: Readonly<Record<string, string | number>>): Promise<void>
  read(agent: string): Promise<Record<string, string> | null>
  register(project: string, agent: string): Promise<void>
  unregister(project: string, agent: string): Promise<void>
  /** The agents registered in a project. */
  agents(project: string): Promise<readonly string[]>
}

const SHOWN_MS = 30_000
const BATCH = 100

interface Membership {
  readonly project: string
  readonly agent: string
}

/** The states of all agents, and who is registered where. */
export function createAgentState({ client }: StoreConnection): AgentState {
  const write = defineScript(client, 'write-state')
  const change = (call: (key: string, agents: readonly string[]) => Promise<unknown>) =>
    gather<Membership, void>(BATCH, async (all) => {
      await Promise.all([...byProject(all)].map(([key, agents]) => call(key, agents)))
      return []
    })
  const add = change((key, agents) => client.sadd(key, ...agents))
  const remove = change((key, agents) => client.srem(key, ...agents))
  return {
    async write(agent, fields) {
      await write(RedisKeys.agentState(agent), SHOWN_MS, ...Object.entries(fields).flat())
    },
    async read(agent) {
      const fields = await client.hgetall(RedisKeys.agentState(agent))
      return Object.keys(fields).length === 0 ? null : fields
    },
    register: (project, agent) => add({ project, agent }),
    unregister: (project, agent) => remove({ project, agent }),
    agents: (project) => client.smembers(RedisKeys.projectAgents(project)),
  }
}

function byProject(all: readonly Membership[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>()
  for (const { project, agent } of all) {
    const key = RedisKeys.projectAgents(project)
    keys.set(key, [...(keys.get(key) ?? []), agent])
  }
  return keys
}
