import {
  createState,
  foldEntry,
  type LedgerTransaction,
  openEntry,
  type RunRow,
  type RunState,
} from '@muster/core'

/** States of runs at work. A state is a folded prefix of the run's entries: behind is fine, wrong is not. */
export interface RunCache {
  /** The state of a locked run, brought up to its row. */
  load(tx: LedgerTransaction, row: RunRow): Promise<RunState>
  keep(state: RunState): void
  forget(runs: readonly string[]): void
}

/** Keeps at most `capacity` runs, least recently moved dropped first; ended runs are not kept. */
export function createRunCache(capacity: number): RunCache {
  const states = new Map<string, RunState>()
  return {
    async load(tx, row) {
      const state = states.get(row.id) ?? createState(row.id, await tx.graph(row.id))
      if (state.seq < row.seq) {
        for (const sealed of await tx.entriesAfter(row.id, state.seq))
          foldEntry(state, openEntry(sealed.body))
      }
      state.changed.clear()
      return state
    },
    keep(state) {
      states.delete(state.run)
      if (state.progress.status !== 'running') return
      states.set(state.run, state)
      for (const oldest of states.keys()) {
        if (states.size <= capacity) break
        states.delete(oldest)
      }
    },
    forget(runs) {
      for (const run of runs) states.delete(run)
    },
  }
}
