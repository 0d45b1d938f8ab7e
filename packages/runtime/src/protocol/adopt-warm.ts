import { rename } from 'node:fs/promises'
import type { Brief } from '@muster/core'
import type { PhaseRun } from '../phase-run.ts'
import { makeWorkspace, removeWorkspace } from '../workspace.ts'
import type { AgentProcess } from './agent-process.ts'
import { startWarm, warmKindOf } from './start-warm.ts'

/**
 * Gives an agent that begins a process that waited for one, with the directory that the process has seen as its workspace;
 * null when there is none. Another is started for the next agent.
 */
export async function adoptWarm(
  { job, host, workspace }: PhaseRun,
  brief: Brief,
  argv: readonly string[],
): Promise<AgentProcess | null> {
  const kind = warmKindOf(host, job.tenant, brief)
  if (kind === null) return null
  const warm = host.agents.warm.take(kind)
  host.agents.warm.fill(kind, brief.template.warm ?? 0, (stop) => startWarm(host, brief, argv, stop))
  if (warm === null) return null
  try {
    await removeWorkspace(workspace)
    await rename(warm.process.workspace.root, workspace.root)
    return warm.process
  } catch (error) {
    await warm.discard()
    await makeWorkspace(workspace)
    host.log.warn({ err: error }, 'a process that was started ahead could not be used')
    return null
  }
}
