import { setTimeout as wait } from 'node:timers/promises'
import { type Bound, type Limiter, type Limiters, rateKey, RedisKeys } from '@muster/core'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { StoreConnection } from './connection.ts'

/** How long a request waits for a store that is connected and says nothing. */
const PATIENCE_MS = 500

/**
 * Limiters that all processes on a store share; without one, each process has its own.
 *
 * L1. A store that is away opens no door: each process then counts by itself.
 * L2. What is spent costs the store nothing more until its window is over.
 */
export function createLimiters(connection: Pick<StoreConnection, 'client'> | null): Limiters {
  return (what, limit, windowMs) => {
    // Names come from one place: none is put before them here.
    const options = { points: limit, duration: Math.ceil(windowMs / 1_000), keyPrefix: '' }
    const own = new RateLimiterMemory(options)
    const shared =
      connection === null
        ? own
        : new RateLimiterRedis({
            ...options,
            storeClient: connection.client,
            insuranceLimiter: own,
            rejectIfRedisNotReady: true,
          })
    return createLimiter(what, limit, own, shared)
  }
}

function createLimiter(
  what: string,
  limit: number,
  own: RateLimiterMemory,
  shared: RateLimiterMemory | RateLimiterRedis,
): Limiter {
  const spent = async (name: string): Promise<Bound | null> => {
    const known = await own.get(name)
    const isSpent = known !== null && known.consumedPoints >= limit && known.msBeforeNext > 0
    return isSpent ? boundOf(known, limit, true) : null
  }
  return {
    async take(key) {
      const name = RedisKeys.rate(rateKey(what, key))
      const known = await spent(name)
      if (known !== null) return known
      const bound = (await patiently(count(shared, name, limit))) ?? (await count(own, name, limit))
      if (bound.remaining === 0) await own.block(name, Math.max(bound.resetMs, 1) / 1_000)
      return bound
    },
    spent: (key) => spent(RedisKeys.rate(rateKey(what, key))),
  }
}

async function count(
  limiter: RateLimiterMemory | RateLimiterRedis,
  name: string,
  limit: number,
): Promise<Bound> {
  try {
    return boundOf(await limiter.consume(name), limit, false)
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return boundOf(refused, limit, true)
    throw refused
  }
}

function boundOf({ remainingPoints, msBeforeNext }: RateLimiterRes, limit: number, over: boolean): Bound {
  return { limit, remaining: over ? 0 : remainingPoints, resetMs: Math.max(msBeforeNext, 0), over }
}

/** What work comes to, or null when that takes too long: what comes then is of no use any more. */
async function patiently<T>(work: Promise<T>): Promise<T | null> {
  const patience = new AbortController()
  try {
    return await Promise.race([work, wait(PATIENCE_MS, null, { signal: patience.signal })])
  } finally {
    patience.abort()
  }
}
