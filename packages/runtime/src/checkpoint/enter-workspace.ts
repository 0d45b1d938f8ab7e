import { type AttemptJob, isClosingPhase } from '@muster/core'
import type { Workspace } from '../workspace.ts'
import { isSame, type Stores } from './keep-files.ts'
import { beginWork, type Place, readStanding } from './place.ts'
import { restoreWorkspace } from './restore-workspace.ts'
import { scanWorkspace } from './scan.ts'
import { BOUNDS } from './tree.ts'

export interface Entered {
  /** What is known of the workspace; null when nothing is. */
  readonly place: Place | null
  /** Whether it was put back, so that no process of before can work on in it. */
  readonly restored: boolean
}

/**
 * Sees to it that an agent finds the workspace that its checkpoint in the ledger names.
 *
 * E1. One that this host wrote and nobody touched since stays as it is; nothing is copied.
 * E2. Any other is put back: of another host, edited between phases, or left behind by a phase that was cut short.
 * E3. The closing phases take what a phase that was cut short on this host left: it is the evidence.
 */
export async function enterWorkspace(
  job: AttemptJob,
  workspace: Workspace,
  stores: Stores,
): Promise<Entered> {
  const standing = readStanding(workspace)
  const { checkpoint } = job
  // Nothing in the ledger to go by: what this disk knows is the best there is.
  if (checkpoint === null) {
    if (standing.kind === 'rest') beginWork(workspace)
    return { place: standing.kind === 'none' ? null : standing.place, restored: false }
  }
  if (standing.kind === 'rest' && standing.place.digest === checkpoint) {
    if (await isAsWritten(workspace, standing.place)) {
      beginWork(workspace)
      return { place: standing.place, restored: false }
    }
  } else if (standing.kind !== 'none' && isClosingPhase(job.phase)) {
    const { place } = standing
    if (place.digest === checkpoint || place.checkpoint.previous === checkpoint)
      return { place, restored: false }
  }
  return { place: await restoreWorkspace(job, checkpoint, workspace, stores), restored: true }
}

/** Whether a workspace is what it was when its checkpoint was written. */
async function isAsWritten(workspace: Workspace, place: Place): Promise<boolean> {
  const scan = await scanWorkspace(workspace.root, BOUNDS)
  const unread = new Set(place.unread)
  const seen = scan.seen.filter(({ path }) => !unread.has(path))
  return (
    seen.length === place.entries.length &&
    seen.every((now, index) => {
      const then = place.entries[index]
      if (now.path !== then?.path || now.kind !== then.kind) return false
      if (now.kind === 'link') return then.kind === 'link' && now.target === then.target
      if (then.kind === 'link' || now.mode !== then.mode) return false
      return now.kind === 'directory' || (then.kind === 'file' && isSame(now.stamp, then.stamp))
    })
  )
}
