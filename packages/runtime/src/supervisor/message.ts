import type { ProcessId } from './process-id.ts'

/** A program to be killed when its worker cannot, with all it started. */
export interface Watched extends ProcessId {
  /** Whether a kill goes to its process group: there is no sandbox of which it is the init. */
  readonly group: boolean
  /** All its processes together may have no more; null for as much as they like. */
  readonly limits: { readonly memoryBytes: number; readonly processes: number } | null
}

/** From the worker to its supervisor, one JSON text a line. */
export type ToSupervisor =
  | { readonly kind: 'beat' }
  | { readonly kind: 'watch'; readonly agent: Watched }
  | { readonly kind: 'forget'; readonly agent: ProcessId }

/** From the supervisor to its worker: this one has more than it may; kill it. */
export interface ToWorker {
  readonly excess: 'memory' | 'processes'
  readonly agent: ProcessId
}

/** How often a worker says that it runs, in milliseconds. */
export const BEAT_MS = 250
