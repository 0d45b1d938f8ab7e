import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Brief } from '@muster/core'
import { layTemplate } from '../lay-template.ts'
import type { PhaseHost } from '../phase-run.ts'
import { warmEnv } from '../program-env.ts'
import { wallsOf } from '../walls.ts'
import { makeWorkspace, removeWorkspace, workspaceAt } from '../workspace.ts'
import { startAgentProcess } from './agent-process.ts'
import type { WarmKind, WarmProcess } from './warm-pool.ts'

/** Where the directories of processes are that wait for their agents, below the directory of all workspaces. */
export const WARM = '.warm'

/** Of which kind the process of an agent is that may be started before it; null when it may not. */
export function warmKindOf(host: PhaseHost, tenant: string, brief: Brief): WarmKind | null {
  const { template, tier, node } = brief
  // Who may use the network, or is told things by its stage, is not started before its stage may.
  const walled = host.launcher.sandbox.kind === 'bubblewrap' && wallsFor(host, brief).network === 'none'
  return template.warm !== undefined && walled && Object.keys(node.env).length === 0
    ? { tenant, tier, template }
    : null
}

/**
 * Starts a process that is not told whose it will be: it sees a directory of its own in place of a workspace. The host
 * renames that into the place of its agent's; inside the sandbox it stays where it was.
 */
export async function startWarm(
  host: PhaseHost,
  brief: Brief,
  argv: readonly string[],
  stop: AbortSignal,
): Promise<WarmProcess | null> {
  const workspace = workspaceAt(join(host.workspaces, WARM, randomUUID()))
  await makeWorkspace(workspace)
  const started = await startAgentProcess(
    host.launcher,
    {
      argv: await layTemplate(workspace, brief.template, argv),
      env: warmEnv(host, workspace, brief),
      walls: wallsOf({ host, workspace }, brief),
      workspace,
    },
    { stop, heard: () => {}, patience: host.agents.patience },
  ).catch(() => null)
  if (started?.kind !== 'started') {
    await removeWorkspace(workspace)
    return null
  }
  const { process } = started
  return {
    process,
    async discard() {
      await process.kill()
      await removeWorkspace(workspace)
    },
  }
}

function wallsFor(host: PhaseHost, brief: Brief) {
  return wallsOf({ host, workspace: workspaceAt(host.workspaces) }, brief)
}
