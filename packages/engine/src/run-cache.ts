import {
  type Clock,
  createState,
  foldEntry,
  type Ledger,
  type LedgerTransaction,
  openEntry,
  type RunRow,
  type RunState,
} from '@muster/core'

export interface CachedRun {
  readonly row: RunRow
  readonly state: RunState
}

interface KeptRun extends CachedRun {
  readonly movedAt: number
}

/** States of runs at work. A state is a folded prefix of the run's entries: behind is fine, wrong is not. */
export interface RunCache {
  /**
   * These runs without a lock: as this process last saw them, and from the ledger those that it does not know. Null when
   * that cannot tell all of them.
   */
  known(
    ledger: Pick<Ledger, 'transaction'>,
    runs: readonly string[],
  ): Promise<ReadonlyMap<string, CachedRun> | null>
  /** Locks these runs and answers them as they stand; those that do not exist, or were trimmed, are absent. */
  load(tx: LedgerTransaction, runs: readonly string[]): Promise<ReadonlyMap<string, CachedRun>>
  keep(row: RunRow, state: RunState): void
  forget(runs: readonly string[]): void
}

/** What a run weighs besides its stages, in stages. */
const RUN_WEIGHT = 5
/** What moved within so long is at work. */
const AT_WORK_MS = 60_000

/**
 * Keeps runs of at most `capacity` stages in all; ended runs are not kept. Least recently moved are dropped first, but
 * none that is at work: of more runs than fit, which move in turn, each would be dropped just before it moves again.
 */
export function createRunCache(capacity: number, clock: Clock): RunCache {
  const runs = new Map<string, KeptRun>()
  let weight = 0
  const weigh = ({ state }: CachedRun) => RUN_WEIGHT + state.graph.nodes.length
  const drop = (id: string): void => {
    const run = runs.get(id)
    if (run === undefined) return
    weight -= weigh(run)
    runs.delete(id)
  }

  /** Drops what idles until there is room; answers whether there is. */
  function makeRoom(room: number, now: number): boolean {
    for (const [id, { movedAt }] of runs) {
      if (weight + room <= capacity || now - movedAt < AT_WORK_MS) break
      drop(id)
    }
    return weight + room <= capacity
  }

  function keep(row: RunRow, state: RunState): void {
    drop(row.id)
    if (state.progress.status !== 'running') return
    const run = { row, state, movedAt: clock() }
    if (!makeRoom(weigh(run), run.movedAt)) return
    runs.set(row.id, run)
    weight += weigh(run)
  }

  /** Brings runs up to date that are behind or not known here. */
  async function catchUp(tx: LedgerTransaction, ids: readonly string[]): Promise<readonly CachedRun[]> {
    const unknown = ids.filter((id) => !runs.has(id))
    const heads = ids.map((run) => ({ run, seq: runs.get(run)?.state.seq ?? 0 }))
    const [rows, graphs, entries] = await Promise.all([
      tx.runs(ids),
      tx.graphs(unknown),
      tx.entriesAfter(heads),
    ])
    const fresh = rows.flatMap((row) => {
      if (row.trimmedAt !== null) return []
      const graph = graphs.get(row.id)
      const state = runs.get(row.id)?.state ?? (graph === undefined ? null : createState(row.id, graph))
      if (state === null) throw new TypeError(`run ${row.id} has no graph`)
      return [{ row, state }]
    })
    const states = new Map(fresh.map(({ row, state }) => [row.id, state]))
    for (const sealed of entries) {
      const state = states.get(sealed.run)
      if (state !== undefined) foldEntry(state, openEntry(sealed.body))
    }
    // A state that was carried on must not be found with the row it had before.
    for (const { row, state } of fresh) {
      state.changed.clear()
      state.changedEffects.clear()
      keep(row, state)
    }
    return fresh
  }

  return {
    async known(ledger, ids) {
      const unknown = ids.filter((id) => !runs.has(id))
      const read = unknown.length === 0 ? [] : await ledger.transaction((tx) => catchUp(tx, unknown))
      const fresh = new Map(read.map((run) => [run.row.id, run]))
      const found = new Map<string, CachedRun>()
      for (const id of ids) {
        const run = runs.get(id) ?? fresh.get(id)
        // A row and the entries of another moment tell of no moment at all.
        if (run !== undefined && fresh.has(id) && run.row.seq !== run.state.seq) drop(id)
        else if (run !== undefined) found.set(id, run)
      }
      return found.size === ids.length ? found : null
    },
    async load(tx, ids) {
      const heads = ids.length === 0 ? new Map<string, number>() : await tx.lockRuns(ids)
      const loaded = new Map<string, CachedRun>()
      const behind: string[] = []
      for (const [id, seq] of heads) {
        const run = runs.get(id)
        if (run?.state.seq === seq) loaded.set(id, run)
        else behind.push(id)
      }
      for (const run of behind.length === 0 ? [] : await catchUp(tx, behind)) loaded.set(run.row.id, run)
      return loaded
    },
    keep,
    forget(ids) {
      for (const id of ids) drop(id)
    },
  }
}
