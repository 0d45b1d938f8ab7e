import type { EntryView, Graph, RunView } from '@muster/core'
import { at, call } from '../../../api/call.ts'
import { followEntries, startsAgain } from './follow-entries.ts'
import { type FollowedRun, toFollowed } from './followed-run.ts'

/** How a page stands to its run: what is shown is what is so while it is `live` or `ended`. */
export type Following = 'connecting' | 'live' | 'lost' | 'ended'

export type FeedState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'open'; readonly followed: FollowedRun; readonly following: Following }

export interface RunFeed {
  readonly state: () => FeedState
  readonly subscribe: (listener: () => void) => () => void
  /** Has the attempts of all stages told too. */
  readonly wantAttempts: () => void
  /** Follows a run on that had ended. */
  readonly again: () => void
  /** Reads and follows the run; answers how to stop. It can be opened again. */
  readonly open: () => () => void
}

/** Above this, attempts are thousands of rows: they are read when somebody wants to see them. */
const MANY_STAGES = 300
/** Before a connection that a server refused is tried again. */
const RETRY_MS = 1_000

/**
 * Reads a run once, then follows its stream.
 *
 * R1. Entries that came while one frame was shown are followed together, before the next one.
 * R2. The stream goes on after the newest entry that came; nothing is asked for twice, and none is missed.
 * R3. A page nobody sees holds no connection.
 */
export function createRunFeed(run: string): RunFeed {
  const listeners = new Set<() => void>()
  const came: EntryView[] = []
  /** What was followed since the rows under way were asked for: they may not hold it. */
  let sinceAsked: EntryView[] | null = null
  let state: FeedState = { kind: 'reading' }
  let attempts = false
  let cursor = 0
  let source: EventSource | null = null
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = true

  function turn(next: FeedState): void {
    state = next
    for (const listener of listeners) listener()
  }

  function stand(following: Following): void {
    if (state.kind === 'open' && state.following !== following) turn({ ...state, following })
  }

  async function read(): Promise<void> {
    sinceAsked = []
    try {
      const graph = state.kind === 'open' ? state.followed.graph : call<Graph>(at`/runs/${run}/graph`)
      const view = call<RunView>(`${at`/runs/${run}`}?attempts=${attempts ? 'brief' : 'none'}`)
      const fresh = toFollowed(await graph, await view, attempts)
      if (closed) return
      const before = state.kind === 'open' ? state : null
      const followed = followEntries({ ...fresh, recent: before?.followed.recent ?? [] }, sinceAsked)
      cursor = Math.max(cursor, followed.run.seq)
      turn({ kind: 'open', followed, following: before?.following ?? 'connecting' })
      if (!attempts && fresh.graph.nodes.length <= MANY_STAGES) wantAttempts()
    } catch (thrown) {
      if (!closed && state.kind !== 'open') turn({ kind: 'failed', error: thrown as Error })
    } finally {
      sinceAsked = null
    }
  }

  function wantAttempts(): void {
    if (attempts) return
    attempts = true
    if (state.kind === 'open') void read()
  }

  function show(): void {
    frame = 0
    if (state.kind !== 'open' || came.length === 0) return
    const entries = came.splice(0)
    sinceAsked?.push(...entries)
    turn({ ...state, followed: followEntries(state.followed, entries) })
    if (entries.some(startsAgain)) void read()
  }

  function take(entry: EntryView): void {
    if (entry.seq <= cursor) return
    cursor = entry.seq
    came.push(entry)
    if (frame === 0) frame = requestAnimationFrame(show)
  }

  function connect(): void {
    clearTimeout(timer)
    if (closed || source !== null || document.hidden || state.kind !== 'open') return
    const opened = new EventSource(`/api${at`/runs/${run}/events`}?after=${cursor}`)
    source = opened
    opened.addEventListener('open', () => stand('live'))
    opened.addEventListener('entry', ({ data }: MessageEvent<string>) => take(JSON.parse(data) as EntryView))
    opened.addEventListener('end', () => {
      disconnect()
      show()
      stand('ended')
    })
    opened.addEventListener('error', () => {
      stand('lost')
      // A browser tries again by itself unless it was answered that there is nothing.
      if (opened.readyState !== EventSource.CLOSED) return
      disconnect()
      timer = setTimeout(connect, RETRY_MS)
    })
  }

  function disconnect(): void {
    clearTimeout(timer)
    source?.close()
    source = null
  }

  function onVisibility(): void {
    const ended = state.kind === 'open' && state.following === 'ended'
    if (ended) return
    if (!document.hidden) return connect()
    disconnect()
    stand('connecting')
  }

  function open(): () => void {
    closed = false
    document.addEventListener('visibilitychange', onVisibility)
    void read().then(connect)
    return () => {
      closed = true
      disconnect()
      cancelAnimationFrame(frame)
      frame = 0
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    wantAttempts,
    again: () => {
      if (source !== null) return
      stand('connecting')
      connect()
    },
    open,
  }
}
