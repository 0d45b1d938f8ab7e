import { type Brief, wallsOfTier } from '@muster/core'
import type { Place, Walls } from './launch/launcher.ts'
import type { PhaseRun } from './phase-run.ts'

/**
 * What the programs of an agent may reach.
 *
 * Every agent may write what it is asked for: outputs, artifacts, temporary files. Its working directory is read-only
 * where its tier says so. Of Muster’s own files it sees those that are given to it, of other agents’ workspaces nothing.
 */
export function wallsOf({ host, workspace }: Pick<PhaseRun, 'host' | 'workspace'>, brief: Brief): Walls {
  const allowed = wallsOfTier(brief.tier, brief.template.sandbox)
  const { work, artifacts, temp, given, out } = workspace
  const places: readonly Place[] = [
    { path: host.project, access: allowed.project },
    ...[...host.hidden, host.workspaces].map((path): Place => ({ path, access: 'none' })),
    { path: given, access: 'read' },
    { path: work, access: allowed.workspace },
    ...[out, artifacts, temp].map((path): Place => ({ path, access: 'write' })),
  ]
  return {
    tier: brief.tier,
    places,
    network: allowed.network,
    limits: {
      memoryBytes: allowed.memoryBytes,
      processes: allowed.processes,
      fileBytes: allowed.fileBytes,
      cpuSeconds: Math.ceil(allowed.cpuMs / 1_000),
    },
  }
}
