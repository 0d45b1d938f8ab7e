import type { AgentOutput, AttemptRecord, Json, WorkPhase } from '@muster/core'
import type { PhaseRun } from './phase-run.ts'

/** What an attempt of a phase came to, whole: an artifact that checkpoints and manifests name. */
export interface PhaseRecord extends AgentOutput, AttemptRecord {
  readonly phase: WorkPhase
  readonly attempt: number
  readonly outputs: Readonly<Record<string, Json>>
}

/** The newest record of a phase, or null when this agent has none. Throws MUSTER_ARTIFACT_MISSING. */
export async function readRecord({ entered, host }: PhaseRun, phase: WorkPhase): Promise<PhaseRecord | null> {
  const held = entered.place?.checkpoint.records[phase]
  if (held === undefined) return null
  const bytes = await host.artifacts.get(held.digest)
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as PhaseRecord
}
