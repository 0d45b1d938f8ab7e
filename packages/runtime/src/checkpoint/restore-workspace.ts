import { randomUUID } from 'node:crypto'
import { chmod, mkdir, open, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type AttemptJob, agentId, type Checkpoint, type Held, MusterError } from '@muster/core'
import { SMALL_BYTES } from '../artifacts/artifact-store.ts'
import { makeWorkspace, removeWorkspace, type Workspace, workspaceAt } from '../workspace.ts'
import { journalsOf } from './journals.ts'
import type { Stores } from './keep-files.ts'
import { forgetStanding, type Kept, type Place, type StampedFile, writeStanding } from './place.ts'
import { stampOf } from './scan.ts'
import { isEvidence, readTree, type TreeEntry } from './tree.ts'

const AT_ONCE = 4

/**
 * Puts a workspace back as a checkpoint has it, whatever is in its place.
 *
 * C1. Every byte is checked against its digest, and the digest of the checkpoint is the ledger's: an edited one is
 *     missing, an older one is another.
 * C2. It is made in a fresh directory and moved into place when it is whole.
 */
export async function restoreWorkspace(
  job: AttemptJob,
  digest: string,
  workspace: Workspace,
  stores: Stores,
): Promise<Place> {
  const checkpoint = await readCheckpoint(job, digest, stores)
  const tree = await readTree(stores.shelf, checkpoint.workspace.tree)
  const fresh = workspaceAt(join(dirname(workspace.root), '.restoring', randomUUID()))
  try {
    await makeWorkspace(fresh)
    const entries = await restoreTree(fresh.root, tree, stores)
    const journals: Record<string, StampedFile> = {}
    for (const [name, path] of Object.entries(journalsOf(fresh))) {
      const held = checkpoint.journals[name]
      if (held === undefined) continue
      const stamp = await restoreFile(path, { ...held, mode: 0o600 }, stores.artifacts)
      journals[name] = { ...held, stamp }
    }
    const place: Place = {
      digest,
      checkpoint,
      at: Date.now(),
      entries,
      unread: [],
      journals,
    }
    forgetStanding(workspace)
    await removeWorkspace(workspace)
    await rename(fresh.root, workspace.root)
    writeStanding(workspace, { kind: 'work', place })
    return place
  } catch (error) {
    await removeWorkspace(fresh)
    throw error
  }
}

/** The checkpoint that a job names. Throws MUSTER_ARTIFACT_MISSING, MUSTER_CHECKPOINT_REFUSED. */
async function readCheckpoint(job: AttemptJob, digest: string, { shelf }: Stores): Promise<Checkpoint> {
  const agent = agentId(job.run, job.stage)
  const checkpoint = JSON.parse(Buffer.from(await shelf.get(digest)).toString('utf8')) as Checkpoint
  const problem =
    checkpoint.v !== 1
      ? 'it was written by another version'
      : checkpoint.agent !== agent
        ? `it is one of agent \`${checkpoint.agent}\``
        : checkpoint.fence >= job.fence
          ? `it was written under fence ${checkpoint.fence}`
          : null
  if (problem === null) return checkpoint
  throw new MusterError('MUSTER_CHECKPOINT_REFUSED', { digest, agent, problem, run: job.run })
}

async function restoreTree(
  root: string,
  tree: readonly TreeEntry[],
  stores: Stores,
): Promise<readonly Kept[]> {
  const folders = tree.filter((entry) => entry.kind === 'directory')
  for (const { path } of folders) await mkdir(join(root, path), { mode: 0o700 })
  const entries: Kept[] = []
  for (let from = 0; from < tree.length; from += AT_ONCE) {
    stores.check()
    const put = tree.slice(from, from + AT_ONCE).map(async (entry): Promise<Kept> => {
      if (entry.kind === 'directory') return entry
      const path = join(root, entry.path)
      if (entry.kind === 'link') {
        await symlink(entry.target, path)
        return entry
      }
      const store = isEvidence(entry.path) ? stores.artifacts : stores.shelf
      return { ...entry, stamp: await restoreFile(path, entry, store) }
    })
    entries.push(...(await Promise.all(put)))
  }
  // Last and from below, since a directory that may not be written could not be filled.
  for (const { path, mode } of folders.toReversed()) await chmod(join(root, path), mode)
  return entries
}

async function restoreFile(
  path: string,
  { digest, bytes, mode }: Held & { readonly mode: number },
  store: Stores['shelf'] | Stores['artifacts'],
) {
  const file = await open(path, 'wx', 0o600)
  try {
    if (bytes <= SMALL_BYTES) await file.writeFile(await store.get(digest))
    else for await (const chunk of await store.open(digest)) await file.writeFile(chunk as Buffer)
    await file.chmod(mode)
    return stampOf(await file.stat())
  } finally {
    await file.close()
  }
}
