import type { Principal } from '@muster/core'
import type { DashboardDeps } from './deps.ts'
import { findRun, loadRun } from './load.ts'
import { toEntryView } from './views.ts'
import { createWake } from './wake.ts'

const PAGE = 200
const POLL_MS = 1_000
const HEARTBEAT_MS = 15_000
/** Changes that come within this time of each other go out together. */
const GATHER_MS = 100
/** Runs of which a stream remembers whether they are its viewer's. */
const MOST_KNOWN = 10_000
const HEARTBEAT = ': alive\n\n'

type Viewer = Pick<Principal, 'tenant' | 'project'>
type Source = Pick<DashboardDeps, 'ledger' | 'changes' | 'clock'>

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
    yield 'retry: 1000\n\n'
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

/** That a run has new entries, for every run that this viewer may know of, as server-sent events. */
export async function* changeEvents(
  { ledger, changes, clock }: Source,
  viewer: Viewer,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const changed = new Set<string>()
  const known = new Map<string, boolean>()
  async function visible(run: string): Promise<boolean> {
    const before = known.get(run)
    if (before !== undefined) return before
    const now = (await findRun(ledger, viewer, run)) !== null
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(run, now)
    return now
  }
  const wake = createWake(changes, (run) => changed.add(run) !== null, signal)
  let wroteAt = clock()
  try {
    yield 'retry: 1000\n\n'
    while (!signal.aborted) {
      await wake.wait(HEARTBEAT_MS)
      if (changed.size === 0 && clock() - wroteAt < HEARTBEAT_MS) continue
      const runs = [...changed]
      changed.clear()
      const seen = await Promise.all(runs.map((run) => visible(run)))
      const told = runs.filter((_, index) => seen[index])
      if (runs.length > 0 && told.length === 0) continue
      yield told.length === 0 ? HEARTBEAT : told.map((run) => sse('change', { run })).join('')
      wroteAt = clock()
      await pause(GATHER_MS)
    }
  } finally {
    wake.close()
  }
}

function sse(event: string, data: object, id?: number): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
