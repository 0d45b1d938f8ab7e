import { RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** Who wants an agent's lock, and for which attempt. */
export interface LockClaim {
  readonly agent: string
  /** Unique to one delivery of one job. */
  readonly holder: string
  readonly fence: number
  /** The newest fence whose outcome is settled: a lock held under it or an older one holds nothing any more. */
  readonly settled: number
}

/**
 * `first`: held, and the store knew nothing of the agent. `busy`: somebody else works on the agent. `over`: the attempt was
 * stopped, reported or overtaken by a newer fence.
 */
export type LockAnswer = 'held' | 'first' | 'busy' | 'over'

/** The exclusive right to work for an agent, with the fence under which it was taken. */
export interface AgentLock {
  /** Takes the lock for `ttlMs`; its fence is remembered for `rememberMs`. */
  acquire(claim: LockClaim, ttlMs: number, rememberMs?: number): Promise<LockAnswer>
  /** Holds it for `ttlMs` more. */
  renew(claim: LockClaim, ttlMs: number): Promise<'held' | 'lost' | 'stopped'>
  /** Says, if this holder has it, that its attempt was reported and is not to be worked again. */
  report(claim: LockClaim): Promise<void>
  /** Frees it if this holder has it. */
  release(claim: LockClaim): Promise<void>
}

/** How long a lock that nobody holds remembers fences: what comes later than this is refused by the planner alone. */
export const REMEMBER_MS = 24 * 60 * 60_000

/** Who holds a lock: this delivery of an attempt, at this worker. */
export function holderOf(worker: string, attempt: string, delivery: string): string {
  return `${worker}/${attempt}/${delivery}`
}

/** The worker of a holder. */
export function workerOf(holder: string): string {
  return holder.split('/').slice(0, -2).join('/')
}

/** The locks of all agents. Time is the server's. */
export function createAgentLock({ client }: StoreConnection): AgentLock {
  const acquire = defineScript(client, 'acquire-lock')
  const renew = defineScript(client, 'renew-lock')
  const report = defineScript(client, 'report-lock')
  const release = defineScript(client, 'release-lock')
  return {
    async acquire({ agent, holder, fence, settled }, ttlMs, rememberMs = REMEMBER_MS) {
      const answer = await acquire(RedisKeys.agentLock(agent), holder, fence, settled, ttlMs, rememberMs)
      if (answer === 2) return 'first'
      return answer === 1 ? 'held' : answer === 0 ? 'busy' : 'over'
    },
    async renew({ agent, holder, fence }, ttlMs) {
      const answer = await renew(RedisKeys.agentLock(agent), holder, fence, ttlMs, REMEMBER_MS)
      return answer === 1 ? 'held' : answer === 0 ? 'lost' : 'stopped'
    },
    async report({ agent, holder, fence }) {
      await report(RedisKeys.agentLock(agent), holder, fence)
    },
    async release({ agent, holder }) {
      await release(RedisKeys.agentLock(agent), holder)
    },
  }
}
