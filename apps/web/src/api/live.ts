import type { QueryClient } from '@tanstack/react-query'
import { mustLogIn } from './login-need.ts'

/** Whether what is seen is what is so. */
export type Connection = 'connecting' | 'live' | 'lost'

export interface Live {
  readonly connection: () => Connection
  /** Calls `listener` when the connection changes; answers how to stop. */
  readonly subscribe: (listener: () => void) => () => void
  /** Calls `listener` with each run of which something is told, or with null when it may be any; answers how to stop. */
  readonly onRun: (listener: (run: string | null) => void) => () => void
}

/** Lists are asked for again no more often than this. */
const REST_MS = 500
/** A browser does not by itself try again what was answered with an error. Who must log in first is not known sooner. */
const RETRY_MS = 2_000
const LOGIN_RETRY_MS = 10_000
/** The server says every fifteen seconds that it is there: past this the connection is dead, whatever the browser thinks. */
const SILENCE_MS = 40_000

/**
 * Follows what happens on the server and has stale answers asked for again.
 *
 * L1. Whoever connects again says how far it had come, and is told what it missed, or that it must ask for everything anew.
 * L2. A page nobody sees holds no connection: browsers allow six to a host.
 * L3. What is shown counts as live once what was missed has been told.
 */
export function createLive(queries: QueryClient): Live {
  const listeners = new Set<() => void>()
  const runListeners = new Set<(run: string | null) => void>()
  let connection: Connection = 'connecting'
  let source: EventSource | null = null
  let last: string | null = null
  let patience: ReturnType<typeof setTimeout> | undefined
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

  function hear(name: string, listener: (data: string) => void): void {
    source?.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
      if (lastEventId !== '') last = lastEventId
      turn('live')
      expectMore()
      listener(data)
    })
  }

  function open(): void {
    if (source !== null || document.hidden) return
    source = new EventSource(last === null ? '/api/events' : `/api/events?after=${encodeURIComponent(last)}`)
    source.addEventListener('error', () => {
      turn('lost')
      if (source?.readyState === EventSource.CLOSED) reopen(mustLogIn() ? LOGIN_RETRY_MS : RETRY_MS)
    })
    expectMore()
    hear('alive', () => {})
    hear('anew', () => {
      void queries.invalidateQueries()
      for (const listener of runListeners) listener(null)
    })
    hear('fleet', () => void queries.invalidateQueries({ queryKey: ['fleet'] }))
    hear('tenant', () => {
      void queries.invalidateQueries({ queryKey: ['tenant'] })
      void queries.invalidateQueries({ queryKey: ['runs', 'quotas'] })
    })
    hear('change', (data) => {
      const { run } = JSON.parse(data) as { readonly run: string }
      changed.add(run)
      for (const listener of runListeners) listener(run)
      tell()
    })
  }

  function close(): void {
    clearTimeout(patience)
    source?.close()
    source = null
  }

  function reopen(ms: number): void {
    close()
    setTimeout(open, ms)
    // Whoever is no longer known here is asked to log in.
    void queries.invalidateQueries({ queryKey: ['whoami'] })
  }

  function expectMore(): void {
    clearTimeout(patience)
    patience = setTimeout(() => {
      turn('lost')
      reopen(0)
    }, SILENCE_MS)
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return open()
    close()
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
