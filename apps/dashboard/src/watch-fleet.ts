import type { HealthFacts } from '@muster/core'
import type { FleetLook } from './look-at-fleet.ts'

/** As often as workers beat. */
const LOOK_MS = 3_000

/**
 * Looks at the fleet for as long as somebody listens, once for all who do, and calls back when it looks different:
 * neither the store nor the ledger tells of it.
 */
export function watchFleet(look: FleetLook): (listener: () => void) => () => void {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  let seen: string | null = null
  let looking = false

  async function compare(): Promise<void> {
    if (looking) return
    looking = true
    const now = JSON.stringify(withoutTimes(await look()))
    looking = false
    if (seen !== null && now !== seen) for (const listener of listeners) listener()
    seen = now
  }

  return (listener) => {
    listeners.add(listener)
    timer ??= setInterval(() => void compare(), LOOK_MS)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0 || timer === null) return
      clearInterval(timer)
      timer = null
      seen = null
    }
  }
}

/** How long an answer took is different each time. */
function withoutTimes({ ledger, store, ...work }: HealthFacts): object {
  return { ...work, ledger: ledger.ok, store: store.ok && store.facts }
}
