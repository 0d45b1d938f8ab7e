import type { Json } from './json.ts'
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
