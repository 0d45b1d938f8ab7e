import { DEFAULT_TENANT, MusterError } from '@muster/core'
import type { DashboardDeps } from './deps.ts'
import { toEntryView } from './views.ts'
import { createWake } from './wake.ts'

const PAGE = 200
const POLL_MS = 1_000
const HEARTBEAT_MS = 15_000
/** Changes that come within this time of each other go out together. */
const GATHER_MS = 100
const HEARTBEAT = ': alive\n\n'

type Source = Pick<DashboardDeps, 'ledger' | 'changes' | 'clock'>

/**
 * A run's entries after `after` as server-sent events, until the run has ended and all of them were sent.
 *
 * E1. The cursor only moves to an entry that was sent, so a reader who resumes misses and doubles none.
 * E2. A wake is only a hint: what decides is the run's row, looked at once a second at least.
 */
export async function* entryEvents(
  { ledger, changes, clock }: Source,
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
      const row = await ledger.run(DEFAULT_TENANT, run)
      if (row === null) throw new MusterError('MUSTER_RUN_NOT_FOUND', { run })
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

/** That a run has new entries, for every run, as server-sent events. */
export async function* changeEvents(
  { changes, clock }: Pick<Source, 'changes' | 'clock'>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const changed = new Set<string>()
  const wake = createWake(changes, (run) => changed.add(run) !== null, signal)
  let wroteAt = clock()
  try {
    yield 'retry: 1000\n\n'
    while (!signal.aborted) {
      await wake.wait(HEARTBEAT_MS)
      if (changed.size === 0 && clock() - wroteAt < HEARTBEAT_MS) continue
      yield changed.size === 0 ? HEARTBEAT : [...changed].map((run) => sse('change', { run })).join('')
      changed.clear()
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
