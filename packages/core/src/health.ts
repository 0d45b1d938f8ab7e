import type { DeciderView, QueueView, WorkerView } from './api.ts'

/** What a part answered; or why it did not. */
export type Answered<Facts> =
  | { readonly ok: true; readonly ms: number; readonly facts: Facts }
  | { readonly ok: false; readonly problem: string }

export interface LedgerFacts {
  /** Its name and version. */
  readonly name: string
}

export interface StoreFacts {
  /** Its name and version. */
  readonly name: string
  /** What it holds, in words; null where it does not say. */
  readonly memory: string | null
  /** Of what it may hold, from 0 to 1; null when it has no limit. */
  readonly full: number | null
  /** Whether it throws away what it holds when it is full. */
  readonly evicts: boolean
  /** Whether every write goes to a file; null where there is no such file. */
  readonly appendOnly: boolean | null
  readonly outcomes: OutcomeFacts
}

/** How far planners are behind with what workers told. */
export interface OutcomeBacklog {
  readonly waiting: number
  /** When the oldest of it came to the store; null when there is none. */
  readonly oldestAt: number | null
}

/** The stream in which workers tell how attempts ended. */
export interface OutcomeFacts extends OutcomeBacklog {
  /** The planner that reads; null when none does. */
  readonly reader: string | null
}

/** All that the health of a Muster is told from; null where the store does not answer. */
export interface HealthFacts {
  readonly ledger: Answered<LedgerFacts>
  readonly store: Answered<StoreFacts>
  readonly processes: readonly DeciderView[] | null
  readonly workers: readonly WorkerView[] | null
  readonly queues: readonly QueueView[] | null
}

/** `poor` works, but somebody should look; `unknown` cannot be told while the store is away. */
export type HealthState = 'well' | 'poor' | 'away' | 'unknown'

/** How a part of Muster is. */
export interface PartHealth {
  readonly part: 'ledger' | 'store' | 'planner' | 'workers'
  readonly state: HealthState
  /** What was found. */
  readonly found: string
  /** What that means for runs; null while it is well. */
  readonly means: string | null
  /** What to do next; null where nothing needs to be done. */
  readonly next: string | null
  /** A command that may mend it. */
  readonly command: string | null
}

/** A part as it is told. */
export type Told = Omit<PartHealth, 'part'>

export function well(found: string): Told {
  return { state: 'well', found, means: null, next: null, command: null }
}

/** Facts in a row. */
export function listed(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(', ')
}
