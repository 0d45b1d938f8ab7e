import type { EntryView, GateView } from '@muster/core'
import type { RunModel } from '../model/run-model.ts'

/** One way to show a run while it goes on. */
export interface Display {
  /** The next entry, with its lines; `model` is the run after it, made when asked for. */
  entry(entry: EntryView, lines: readonly string[], model: () => RunModel): void
  /** The gates that wait now, when that changed. */
  gates(open: readonly GateView[]): void
  /** Ends it; the last picture stays. */
  close(): void
}
