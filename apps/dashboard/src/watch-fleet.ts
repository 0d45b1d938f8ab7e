import { toMusterError } from '@muster/core'
import type { DashboardDeps } from './deps.ts'
import { queueViews } from './queue-views.ts'

/** As often as workers beat. */
const LOOK_MS = 3_000

/**
 * Looks at workers and queues for as long as somebody listens, once for all who do, and calls back when they look
 * different: the store tells of neither.
 */
export function watchFleet({
  fleet,
  queues,
  log,
}: Pick<DashboardDeps, 'fleet' | 'queues' | 'log'>): (listener: () => void) => () => void {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  let seen: string | null = null
  let looking = false

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      const now = JSON.stringify(await Promise.all([fleet.workers(), queueViews(await queues())]))
      if (seen !== null && now !== seen) for (const listener of listeners) listener()
      seen = now
    } catch (thrown) {
      log.debug({ error: toMusterError(thrown).message }, 'the fleet cannot be looked at')
    } finally {
      looking = false
    }
  }

  return (listener) => {
    listeners.add(listener)
    timer ??= setInterval(() => void look(), LOOK_MS)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0 || timer === null) return
      clearInterval(timer)
      timer = null
      seen = null
    }
  }
}
