import type { Json } from './json.ts'
import type { Fault, Outcome } from './outcome.ts'
import type { OutputType } from './output-type.ts'
import type { WorkPhase } from './phase.ts'

/** The record that one phase of one agent leaves behind. */
export interface AgentOutput {
  readonly agent: string
  readonly phase: WorkPhase
  readonly type: OutputType
  readonly attempt: number
  /** The phase's own record: identity, inventory, plan, results, manifest, report. */
  readonly data: { readonly [key: string]: Json }
}

/** What one attempt came to: a line of an agent's history. */
export interface AttemptRecord {
  readonly phase: WorkPhase
  readonly attempt: number
  readonly outcome: Outcome['kind']
  readonly fault: Fault | null
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
}
