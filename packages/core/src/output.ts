import type { Json } from './json.ts'
import type { WorkPhase } from './phase.ts'

/** Alpha is draft, beta refined, gamma final. */
export const OutputType = { ALPHA: 'alpha', BETA: 'beta', GAMMA: 'gamma' } as const
export type OutputType = (typeof OutputType)[keyof typeof OutputType]

/** The record that one phase of one agent leaves behind. */
export interface AgentOutput {
  readonly agent: string
  readonly phase: WorkPhase
  readonly type: OutputType
  readonly attempt: number
  /** The phase's own record: identity, inventory, plan, results, manifest, report. */
  readonly data: { readonly [key: string]: Json }
}
