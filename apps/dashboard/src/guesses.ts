import { isIPv6 } from 'node:net'
import { type Bound, type Clock, type Limiters, MINUTE_MS } from '@muster/core'
import { hashSecret } from '@muster/identity'

/** What may be tried in vain in a minute from one address, or in one name. */
const MOST_FAILURES = 20
/** How long what was right is remembered, and how much of it: past that the oldest is forgotten. */
const GOOD_FOR_MS = 60 * MINUTE_MS
const MOST_GOOD = 10_000

/**
 * Bounds how often tokens are guessed at, over all dashboards of a fleet.
 *
 * B1. Past the bound nothing more is looked at, right or wrong, until the minute is over. A dashboard knows that an address
 *     or a name is past it from the first failure there that it sees itself.
 * B2. A page whose session ended asks on for a while: that is counted apart, and keeps nobody from logging in again.
 * B3. What was right here within the last hour is looked at all the same: nobody locks out who is at work by failing in
 *     their name, or behind their address.
 */
export interface Guesses {
  /** The bound that one of these is past, or null. `credential` is what is about to be looked at. */
  barred(whence: readonly string[], credential: string | null): Promise<Bound | null>
  /** Counts a failure; answers the bound that it went past, or null. */
  failed(whence: readonly string[]): Promise<Bound | null>
  succeeded(credential: string): void
}

export function createGuesses(limits: Limiters, clock: Clock): Guesses {
  const failures = limits('failures', MOST_FAILURES, MINUTE_MS)
  const good = new Map<string, number>()
  const isGood = (credential: string) => (good.get(hashSecret(credential)) ?? 0) > clock()
  const first = async (bounds: readonly Promise<Bound | null>[]) =>
    (await Promise.all(bounds)).find((bound) => bound?.over === true) ?? null

  return {
    async barred(whence, credential) {
      const bound = await first(whence.map((key) => failures.spent(key)))
      return bound !== null && credential !== null && isGood(credential) ? null : bound
    },
    failed: (whence) => first(whence.map((key) => failures.take(key))),
    succeeded(credential) {
      const hash = hashSecret(credential)
      good.delete(hash)
      good.set(hash, clock() + GOOD_FOR_MS)
      for (const oldest of good.keys()) {
        if (good.size <= MOST_GOOD) break
        good.delete(oldest)
      }
    },
  }
}

/** An address as it is counted: whoever has one of IPv6 has all 2^64 of its network. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !isIPv6(address)) return `address:${mapped ?? address}`
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname
    .slice(1, -1)
    .split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length
  const whole = [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest]
  return `address:${whole.slice(0, 4).join(':')}::`
}

/** A name that somebody gives, as it is counted. */
export function nameKey(name: string): string {
  return `name:${name}`
}

/** Sessions that are no longer good, as they are counted. */
export function staleKey(address: string): string {
  return `session:${address}`
}
