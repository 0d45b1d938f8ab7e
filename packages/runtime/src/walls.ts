import type { Brief } from '@muster/core'
import type { Limits, Place, Walls } from './launch/launcher.ts'
import type { PhaseRun } from './phase-run.ts'

const MiB = 1024 * 1024
const LIMITS: Limits = {
  memoryBytes: 1024 * MiB,
  processes: 128,
  fileBytes: 1024 * MiB,
  cpuSeconds: 3_600,
}

/** What the programs of an agent may reach. */
export function wallsOf({ host, workspace }: PhaseRun, brief: Brief): Walls {
  const { work, artifacts, temp, io } = workspace
  const places: readonly Place[] = [
    { path: host.project, access: 'read' },
    ...host.hidden.map((path): Place => ({ path, access: 'none' })),
    ...[work, artifacts, temp, io].map((path): Place => ({ path, access: 'write' })),
  ]
  return { tier: brief.tier, places, network: 'none', limits: LIMITS }
}
