import { effectLogPath } from '../effects/effect-log.ts'
import type { Workspace } from '../workspace.ts'

/** Files that tell what an agent did, by the name under which they are kept with its checkpoints, and packaged. */
export function journalsOf(workspace: Workspace): Readonly<Record<string, string>> {
  return { 'log.jsonl': workspace.log, 'effects.jsonl': effectLogPath(workspace) }
}
