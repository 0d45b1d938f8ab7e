import type { OutputType } from './output-type.ts'

/** The eight lifecycle steps of an agent, and REVOKED, which is terminal from anywhere. */
export const AgentPhase = {
  BOOTSTRAP: 'BOOTSTRAP',
  PREFLIGHT: 'PREFLIGHT',
  PLAN: 'PLAN',
  EXECUTE: 'EXECUTE',
  VERIFY: 'VERIFY',
  PACKAGE: 'PACKAGE',
  REPORT: 'REPORT',
  EXIT: 'EXIT',
  REVOKED: 'REVOKED',
} as const
export type AgentPhase = (typeof AgentPhase)[keyof typeof AgentPhase]

/** A phase that a worker runs: every phase but REVOKED. */
export type WorkPhase = Exclude<AgentPhase, 'REVOKED'>

/** The phases a worker runs, in the order in which an agent walks them. */
export const AGENT_PHASES_ORDERED = [
  'BOOTSTRAP',
  'PREFLIGHT',
  'PLAN',
  'EXECUTE',
  'VERIFY',
  'PACKAGE',
  'REPORT',
  'EXIT',
] as const satisfies readonly WorkPhase[]

/** What people read for each phase. */
export const AGENT_PHASE_NAMES: Readonly<Record<AgentPhase, string>> = {
  BOOTSTRAP: 'Bootstrap',
  PREFLIGHT: 'Preflight',
  PLAN: 'Plan',
  EXECUTE: 'Execute',
  VERIFY: 'Verify',
  PACKAGE: 'Package',
  REPORT: 'Report',
  EXIT: 'Exit',
  REVOKED: 'Revoked',
}

/** The grade of what each phase puts out; REVOKED puts out nothing. */
export const PHASE_OUTPUT_TYPES: Readonly<Record<AgentPhase, OutputType | null>> = {
  BOOTSTRAP: 'alpha',
  PREFLIGHT: 'alpha',
  PLAN: 'beta',
  EXECUTE: 'beta',
  VERIFY: 'gamma',
  PACKAGE: 'gamma',
  REPORT: 'gamma',
  EXIT: 'gamma',
  REVOKED: null,
}

/** The grade of a phase's output, or null for REVOKED. */
export function getOutputTypeForPhase(phase: AgentPhase): OutputType | null {
  return PHASE_OUTPUT_TYPES[phase]
}

/** Whether no phase follows: true for EXIT and REVOKED. */
export function isTerminalPhase(phase: AgentPhase): boolean {
  return nextPhase(phase) === null
}

/** The phase that follows, or null after EXIT and REVOKED. */
export function nextPhase(phase: AgentPhase): WorkPhase | null {
  if (phase === 'REVOKED') return null
  return AGENT_PHASES_ORDERED[AGENT_PHASES_ORDERED.indexOf(phase) + 1] ?? null
}

/** Whether a phase belongs to the close of an agent, which a failed agent still walks. */
export function isClosingPhase(phase: WorkPhase): boolean {
  return phase === 'PACKAGE' || phase === 'REPORT' || phase === 'EXIT'
}
