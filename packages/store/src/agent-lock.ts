import { RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** The exclusive right to work for an agent, with the fence under which it was taken. */
export interface AgentLock {
  /** Takes the lock if it is free, expired or the holder's own, and never under an older fence than the last. */
  acquire(agent: string, holder: string, fence: number, ttlMs: number): Promise<boolean>
  /** Holds it for `ttlMs` more; false when it is lost. */
  renew(agent: string, holder: string, fence: number, ttlMs: number): Promise<boolean>
  /** Frees it if this holder has it. */
  release(agent: string, holder: string): Promise<void>
}

/** How long a lock that nobody holds remembers its fence. */
const REMEMBER_MS = 30 * 24 * 60 * 60_000

/** The locks of all agents. Time is the server's. */
export function createAgentLock(connection: StoreConnection): AgentLock {
  const acquire = defineScript(connection.client, 'acquire-lock')
  const renew = defineScript(connection.client, 'renew-lock')
  const release = defineScript(connection.client, 'release-lock')
  return {
    async acquire(agent, holder, fence, ttlMs) {
      return (await acquire(RedisKeys.agentLock(agent), holder, fence, ttlMs, REMEMBER_MS)) === 1
    },
    async renew(agent, holder, fence, ttlMs) {
      return (await renew(RedisKeys.agentLock(agent), holder, fence, ttlMs, REMEMBER_MS)) === 1
    },
    async release(agent, holder) {
      await release(RedisKeys.agentLock(agent), holder)
    },
  }
}
