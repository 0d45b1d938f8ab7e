import type { QueryClient } from '@tanstack/react-query'

/** Whether what is seen is what is so. */
export type Connection = 'connecting' | 'live' | 'lost'

export interface Live {
  readonly connection: () => Connection
  /** Calls `listener` when the connection changes; answers how to stop. */
  readonly subscribe: (listener: () => void) => () => void
  /** Calls `listener` with each run of which something is told; answers how to stop. */
  readonly onRun: (listener: (run: string) => void) => () => void
}

/** Lists are asked for again no more often than this. */
const REST_MS = 500

/**
 * Follows what happens on the server and has stale answers asked for again.
 *
 * L1. After each connection everything is asked for again: what happened in between is not told.
 * L2. A page nobody sees holds no connection: browsers allow six to a host.
 */
export function createLive(queries: QueryClient): Live {
  const listeners = new Set<() => void>()
  const runListeners = new Set<(run: string) => void>()
  let connection: Connection = 'connecting'
  let source: EventSource | null = null
  const changed = new Set<string>()
  let resting = false

  function turn(next: Connection): void {
    if (connection === next) return
    connection = next
    for (const listener of listeners) listener()
  }

  function tell(): void {
    if (resting || changed.size === 0) return
    resting = true
    for (const run of changed) void queries.invalidateQueries({ queryKey: ['run', run] })
    changed.clear()
    void queries.invalidateQueries({ queryKey: ['runs'] })
    setTimeout(() => {
      resting = false
      tell()
    }, REST_MS)
  }

  function open(): void {
    if (source !== null || document.hidden) return
    source = new EventSource('/api/events')
    source.addEventListener('open', () => {
      turn('live')
      void queries.invalidateQueries()
    })
    source.addEventListener('error', () => turn('lost'))
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      const { run } = JSON.parse(data) as { readonly run: string }
      changed.add(run)
      for (const listener of runListeners) listener(run)
      tell()
    })
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return open()
    source?.close()
    source = null
    turn('connecting')
  })
  open()
  return {
    connection: () => connection,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onRun: (listener) => {
      runListeners.add(listener)
      return () => void runListeners.delete(listener)
    },
  }
}
