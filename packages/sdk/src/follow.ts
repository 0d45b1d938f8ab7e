import { type EntryView, MusterError, type RunStatus } from '@muster/core'
import type { Http } from './http.ts'
import { linesOf } from './lines.ts'
import { eventsOf } from './sse.ts'

/** A stream that brings nothing for this long, not even a comment, is taken for dead. */
const SILENCE_MS = 45_000
/** How long a server may be gone before following gives up. */
const PATIENCE_MS = 30_000
const MAX_PAUSE_MS = 1_000

export type Followed =
  | { readonly kind: 'entry'; readonly entry: EntryView }
  | { readonly kind: 'end'; readonly status: RunStatus }

/**
 * Every entry of a run after `after`, once each and in order, then its end. Connects again, from where it was,
 * when the stream breaks. Throws MUSTER_SERVER_UNREACHABLE when nobody answers for 30 s.
 */
export async function* follow(
  http: Http,
  run: string,
  after: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Followed, void, undefined> {
  let seq = after
  let lostAt: number | null = null
  for (let pause = 50; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
    signal?.throwIfAborted()
    const watch = watchdog(http.url, signal)
    try {
      const chunks = await http.stream(`/api/runs/${encodeURIComponent(run)}/events`, {
        headers: { accept: 'text/event-stream', 'last-event-id': String(seq) },
        signal: watch.signal,
      })
      lostAt = null
      for await (const event of eventsOf(linesOf(watch.feed(chunks)))) {
        if (event.event === 'end') {
          yield { kind: 'end', status: (JSON.parse(event.data) as { status: RunStatus }).status }
          return
        }
        if (event.event !== 'entry') continue
        const entry = JSON.parse(event.data) as EntryView
        if (entry.seq <= seq) continue
        seq = entry.seq
        pause = 50
        yield { kind: 'entry', entry }
      }
    } catch (thrown) {
      signal?.throwIfAborted()
      if (!isLoss(thrown) && !watch.signal.aborted) throw thrown
      lostAt ??= Date.now()
      if (Date.now() - lostAt > PATIENCE_MS) throw thrown
    } finally {
      watch.stop()
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** Whether it says that the server went away, which may pass. */
function isLoss(thrown: unknown): boolean {
  return thrown instanceof MusterError && thrown.code === 'MUSTER_SERVER_UNREACHABLE'
}

interface Watchdog {
  /** Aborts when the caller does, or after SILENCE_MS without a byte. */
  readonly signal: AbortSignal
  feed(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  stop(): void
}

function watchdog(url: string, outer: AbortSignal | undefined): Watchdog {
  const silence = new AbortController()
  const arm = () =>
    setTimeout(() => silence.abort(new MusterError('MUSTER_SERVER_UNREACHABLE', { url })), SILENCE_MS).unref()
  let timer = arm()
  return {
    signal: outer === undefined ? silence.signal : AbortSignal.any([outer, silence.signal]),
    async *feed(chunks) {
      for await (const chunk of chunks) {
        clearTimeout(timer)
        timer = arm()
        yield chunk
      }
    },
    stop: () => clearTimeout(timer),
  }
}
