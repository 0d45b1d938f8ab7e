import {
  AGENT_PHASES_ORDERED,
  type Clock,
  type Ledger,
  type Log,
  MusterError,
  type ResumePoint,
  resumePoints,
  type RunRow,
  type Service,
  sha256,
} from '@muster/core'
import { every, pause, readEntries } from '@muster/engine'
import { type ArtifactStore, neededBy, type Shelf } from '@muster/runtime'

const ROUND_MS = 60 * 60_000
/** Between two runs that are pruned, so that whoever waits for the ledger gets his turn. */
const PAUSE_MS = 50

export interface PruneDeps {
  readonly ledger: Pick<Ledger, 'anyRun' | 'graph' | 'entries'>
  readonly artifacts: Pick<ArtifactStore, 'shelves' | 'shelf'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Once an hour gives up checkpoints that nobody is expected to go back to.
 *
 * P1. A run that is open loses none. Nor does one that ended less than `keepMs` ago.
 * P2. A run that is kept keeps of each stage the last checkpoint, and the last that it can be resumed from.
 * P3. What a run's checkpoints are made of is on its own shelf: no other run needs it. A trimmed run has no shelf.
 * P4. A run that moves meanwhile is left for the next round.
 */
export function createPruneLoop(deps: PruneDeps, keepMs: number): Service {
  const { ledger, artifacts, clock, log } = deps

  async function prune(run: string): Promise<number> {
    const row = await ledger.anyRun(run)
    // Of a run that this ledger does not know another may.
    if (row === null) return 0
    const shelf = artifacts.shelf(run)
    if (row.trimmedAt !== null) return takeOff(shelf, new Set())
    if (row.finishedAt === null || row.finishedAt > clock() - keepMs) return 0
    const done = doneAt(row)
    if (await isThere(shelf, `sha256:${sha256(done)}`)) return 0
    const [graph, entries] = await Promise.all([ledger.graph(run), readEntries(ledger, run)])
    const last = new Map<string, string>()
    for (const { cause } of entries)
      if (cause.kind === 'attempt.settled' && cause.outcome.checkpoint !== undefined)
        last.set(cause.stage, cause.outcome.checkpoint)
    const points = [...resumePoints(run, graph, entries).values()].flatMap(lastOf)
    const needed = await neededBy(shelf, [...last.values(), ...points])
    if ((await ledger.anyRun(run))?.seq !== row.seq) return 0
    return takeOff(shelf, new Set([...needed, await shelf.put(done)]))
  }

  async function round(stop: AbortSignal): Promise<void> {
    let pieces = 0
    for await (const run of artifacts.shelves()) {
      if (stop.aborted) break
      const pruned = await prune(run)
      pieces += pruned
      if (pruned > 0) await pause(PAUSE_MS, stop)
    }
    if (pieces > 0) log.info({ pieces }, 'deleted checkpoints of runs that ended long ago')
  }

  return every(ROUND_MS, 'prune checkpoints', round, log)
}

/** What is put on a shelf when it was pruned, so that it is not looked through again until its run has moved. */
function doneAt({ id, seq }: RunRow): string {
  return `pruned: ${id} at entry ${seq}`
}

function lastOf(points: ReadonlyMap<string, ResumePoint>): readonly string[] {
  const found = AGENT_PHASES_ORDERED.findLast((phase) => points.has(phase))
  const point = found === undefined ? undefined : points.get(found)
  return point === undefined ? [] : [point.checkpoint]
}

async function isThere(shelf: Shelf, digest: string): Promise<boolean> {
  try {
    await shelf.get(digest)
    return true
  } catch (error) {
    if (error instanceof MusterError && error.code === 'MUSTER_ARTIFACT_MISSING') return false
    throw error
  }
}

async function takeOff(shelf: Shelf, kept: ReadonlySet<string>): Promise<number> {
  const gone: string[] = []
  for await (const digest of shelf.digests()) if (!kept.has(digest)) gone.push(digest)
  if (gone.length > 0) await shelf.remove(gone)
  return gone.length
}
