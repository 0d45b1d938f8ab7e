import type { Changes, Principal } from '@muster/core'
import { pause } from '@muster/engine'
import type { HandlerDeps } from './handler.ts'
import { findRun } from './load.ts'
import { HEARTBEAT_MS, RETRY, sse } from './sse.ts'
import { createWake } from './wake.ts'

/** Changes that come within this time of each other go out together. */
const GATHER_MS = 100
/** Runs of which a stream remembers whether they are its viewer's. */
const MOST_KNOWN = 10_000
/** More changed runs than this are not told one by one. */
const MOST_REPLAYED = 1_000

/** The fleet, or a run by its id. */
type Hint = { readonly run: string } | 'fleet'

/**
 * What changes, for all that this viewer may know of, as server-sent events: `change` names a run that has new entries,
 * `tenant` says that limits, tokens or revocations have changed, `fleet` that workers, queues, planners or stores have.
 *
 * C1. An id is a position of the ledger. Who comes back with it is told of every run that has changed since, perhaps of
 *     some twice. Only the ledger's own answer moves it, so that it passes by nothing.
 * C2. What is heard between two looks at the ledger is told at once, without an id: a hint may be lost, a commit not.
 * C3. `alive` carries the position to which everything has been told, every fifteen seconds at least.
 * C4. Where the past cannot be told, `anew` says so, and the reader asks for everything again. That is how a stream without
 *     an id begins.
 * C5. A ledger that is away ends no stream. Who listens is told that the fleet looks different, and of what it missed when
 *     the ledger is back.
 */
export async function* changeEvents(
  {
    ledger,
    changes,
    fleetChanges,
    clock,
  }: Pick<HandlerDeps, 'ledger' | 'changes' | 'fleetChanges' | 'clock'>,
  viewer: Pick<Principal, 'tenant' | 'project'>,
  last: string | null,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const changed = new Set<string>()
  let fleet = false
  const listen = (listener: (hint: Hint) => void) => {
    const ends = [changes((run) => listener({ run })), fleetChanges(() => listener('fleet'))]
    return () => {
      for (const end of ends) end()
    }
  }
  const note = (hint: Hint): boolean => {
    if (hint === 'fleet') fleet = true
    else changed.add(hint.run)
    return true
  }
  const isVisible = visibleTo(ledger, viewer)
  const look = (since: string | null): Promise<Changes> => ledger.changes(viewer, since, MOST_REPLAYED)
  const wake = createWake(listen, note, signal)
  try {
    const first = await look(last)
    yield RETRY
    // Who has been away has heard nothing of what has no position.
    yield first.runs === null
      ? sse('anew', {}, first.position)
      : told(first) + sse('tenant', {}) + sse('fleet', {})
    let { position, links } = first
    let lookAt = clock() + HEARTBEAT_MS
    while (!signal.aborted) {
      await wake.wait(Math.max(0, Math.min(lookAt - clock(), HEARTBEAT_MS)))
      const runs = [...changed]
      changed.clear()
      const seen = await Promise.all(runs.map(isVisible)).catch(() => [])
      const heard = runs.filter((_, index) => seen[index]).map((run) => sse('change', { run }))
      if (fleet) heard.push(sse('fleet', {}))
      fleet = false
      if (heard.length > 0) yield heard.join('')
      if (clock() >= lookAt && !signal.aborted) {
        lookAt = clock() + HEARTBEAT_MS
        const now = await look(position).catch(() => null)
        if (now === null) yield sse('fleet', {})
        else {
          yield now.runs === null ? sse('anew', {}, now.position) : told(now)
          if (now.links !== links) yield sse('tenant', {})
          ;({ position, links } = now)
        }
      }
      if (heard.length > 0) await pause(GATHER_MS, signal)
    }
  } finally {
    wake.close()
  }
}

/** Each with its own position, so that even who is cut off in the middle gets on. */
function told({ runs, position }: Changes): string {
  const changed = (runs ?? []).map((run) => sse('change', { run: run.id }, run.position))
  return changed.join('') + sse('alive', {}, position)
}

function visibleTo(
  ledger: HandlerDeps['ledger'],
  viewer: Pick<Principal, 'tenant' | 'project'>,
): (run: string) => Promise<boolean> {
  const known = new Map<string, boolean>()
  return async (run) => {
    const before = known.get(run)
    if (before !== undefined) return before
    const now = (await findRun(ledger, viewer, run)) !== null
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(run, now)
    return now
  }
}
