import { AgentStatus, RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { STATE_MS } from './stop.ts'

/** What the store shows of agents while workers hold them. */
export interface AgentState {
  /** Sets fields. A state whose `status` is exited or revoked goes away a day later. */
  write(agent: string, fields: Readonly<Record<string, string | number>>): Promise<void>
  read(agent: string): Promise<Record<string, string> | null>
  /** Whatever runs under this fence or an older one must stop; null when nothing must. */
  stopFence(agent: string): Promise<number | null>
  register(project: string, agent: string): Promise<void>
  unregister(project: string, agent: string): Promise<void>
  /** The agents registered in a project. */
  agents(project: string): Promise<readonly string[]>
}

const ENDED_MS = 24 * 60 * 60_000

/** The states of all agents, and who is registered where. */
export function createAgentState({ client }: StoreConnection): AgentState {
  return {
    async write(agent, fields) {
      if (Object.keys(fields).length === 0) return
      const key = RedisKeys.agentState(agent)
      const status = fields['status']
      const ended = status === AgentStatus.EXITED || status === AgentStatus.REVOKED
      await Promise.all([client.hset(key, fields), client.pexpire(key, ended ? ENDED_MS : STATE_MS)])
    },
    async read(agent) {
      const fields = await client.hgetall(RedisKeys.agentState(agent))
      return Object.keys(fields).length === 0 ? null : fields
    },
    async stopFence(agent) {
      const fence = await client.hget(RedisKeys.agentState(agent), 'stop')
      return fence === null ? null : Number(fence)
    },
    async register(project, agent) {
      await client.sadd(RedisKeys.projectAgents(project), agent)
    },
    async unregister(project, agent) {
      await client.srem(RedisKeys.projectAgents(project), agent)
    },
    agents: (project) => client.smembers(RedisKeys.projectAgents(project)),
  }
}
