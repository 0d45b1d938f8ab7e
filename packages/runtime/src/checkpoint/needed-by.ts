import { type Checkpoint, MusterError } from '@muster/core'
import type { Shelf } from '../artifacts/artifact-store.ts'
import { readTree } from './tree.ts'

/** All that is needed of a shelf to put back the workspaces of some checkpoints; of what is gone already, nothing is. */
export async function neededBy(shelf: Shelf, checkpoints: Iterable<string>): Promise<ReadonlySet<string>> {
  const needed = new Set<string>()
  const trees = new Set<string>()
  for (const digest of checkpoints) {
    const bytes = await shelf.get(digest).catch(nullIfMissing)
    if (bytes === null) continue
    needed.add(digest)
    trees.add((JSON.parse(Buffer.from(bytes).toString('utf8')) as Checkpoint).workspace.tree)
  }
  for (const tree of trees) {
    const entries = await readTree(shelf, tree).catch(nullIfMissing)
    if (entries === null) continue
    needed.add(tree)
    for (const entry of entries) if (entry.kind === 'file') needed.add(entry.digest)
  }
  return needed
}

function nullIfMissing(error: unknown): null {
  if (error instanceof MusterError && error.code === 'MUSTER_ARTIFACT_MISSING') return null
  throw error
}
