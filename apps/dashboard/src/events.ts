import type { Principal } from '@muster/core'
import type { HandlerDeps } from './handler.ts'
import { loadRun } from './load.ts'
import { HEARTBEAT_MS, RETRY, sse } from './sse.ts'
import { toEntryView } from './views.ts'
import { createWake } from './wake.ts'

const PAGE = 200
const POLL_MS = 1_000
const HEARTBEAT = ': alive\n\n'

type Viewer = Pick<Principal, 'tenant' | 'project'>
type Source = Pick<HandlerDeps, 'ledger' | 'changes' | 'clock'>

/**
 * A run's entries after `after` as server-sent events, until the run has ended and all of them were sent.
 *
 * E1. The cursor only moves to an entry that was sent, so a reader who resumes misses and doubles none.
 * E2. A wake is only a hint: what decides is the run's row, looked at once a second at least.
 */
export async function* entryEvents(
  { ledger, changes, clock }: Source,
  viewer: Viewer,
  run: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const wake = createWake(changes, (changed) => changed === run, signal)
  let cursor = after
  let wroteAt = clock()
  try {
    yield RETRY
    while (!signal.aborted) {
      const row = await loadRun(ledger, viewer, run)
      const sealed = row.seq > cursor ? await ledger.entries(run, cursor, PAGE) : []
      for (const entry of sealed) {
        yield sse('entry', toEntryView(entry), entry.seq)
        cursor = entry.seq
        wroteAt = clock()
      }
      if (sealed.length > 0) continue
      if (row.status !== 'running') return yield sse('end', { status: row.status })
      if (clock() - wroteAt >= HEARTBEAT_MS) {
        yield HEARTBEAT
        wroteAt = clock()
      }
      await wake.wait(POLL_MS)
    }
  } finally {
    wake.close()
  }
}
