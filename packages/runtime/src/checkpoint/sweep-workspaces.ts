import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { removeWorkspace, workspaceAt } from '../workspace.ts'
import { WARM } from '../protocol/start-warm.ts'
import { forgetStanding, PLACES } from './place.ts'

/**
 * Removes workspaces in which no phase has ended since `before`, milliseconds since 1970, and those that no agent ever got;
 * answers how many. Their agents went on elsewhere: whoever comes back gets one from the checkpoint.
 */
export async function sweepWorkspaces(directory: string, before: number): Promise<number> {
  let swept = 0
  for (const name of await readdir(join(directory, WARM)).catch((): string[] => [])) {
    const root = join(directory, WARM, name)
    const found = await stat(root).catch(() => null)
    if (found === null || found.mtimeMs >= before) continue
    await removeWorkspace(workspaceAt(root))
    swept += 1
  }
  for (const file of await readdir(join(directory, PLACES)).catch((): string[] => [])) {
    const found = await stat(join(directory, PLACES, file)).catch(() => null)
    if (found === null || found.mtimeMs >= before) continue
    const workspace = workspaceAt(join(directory, file.replace(/\.\w+$/, '')))
    forgetStanding(workspace)
    await removeWorkspace(workspace)
    swept += 1
  }
  return swept
}
