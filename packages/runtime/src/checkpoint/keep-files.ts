import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Held } from '@muster/core'
import { type ArtifactStore, type Shelf, SourceError } from '../artifacts/artifact-store.ts'
import type { Workspace } from '../workspace.ts'
import { journalsOf } from './journals.ts'
import type { Kept, Place, StampedFile } from './place.ts'
import { type Scan, type Seen, type Stamp, stampOf } from './scan.ts'
import { isEvidence } from './tree.ts'

/** Files stored at once: as many as Node reads at a time. */
const AT_ONCE = 4
/** Two changes of a file within one tick of the kernel's clock look alike: what is so young is read again. */
const TICK_MS = 20

export interface Stores {
  readonly artifacts: ArtifactStore
  /** The shelf of the run. */
  readonly shelf: Shelf
  /** Throws when the work is to be given up. */
  check(): void
}

/**
 * Stores the files of a scan that are not stored yet. What is in `artifacts/` is evidence and goes among the artifacts;
 * the rest goes on the shelf of the run.
 */
export async function keepFiles(
  workspace: Workspace,
  scan: Scan,
  place: Place | null,
  stores: Stores,
): Promise<Pick<Place, 'entries' | 'unread'>> {
  const before = new Map(place?.entries.map((entry) => [entry.path, entry]))
  const known = new Set(place?.entries.flatMap((entry) => (entry.kind === 'file' ? [entry.digest] : [])))

  const keep = async (seen: Seen): Promise<Kept | null> => {
    if (seen.kind !== 'file') return seen
    const { path, mode, stamp } = seen
    const old = before.get(path)
    if (old?.kind === 'file' && place !== null && isUntouched(stamp, old.stamp, place.at))
      return { ...old, mode, stamp }
    const store = isEvidence(path) ? stores.artifacts : stores.shelf
    const held = await storeFile(store, join(workspace.root, path), known)
    return held === null ? null : { kind: 'file', path, mode, ...held, stamp }
  }

  const entries: Kept[] = []
  const unread: string[] = []
  for (let from = 0; from < scan.seen.length; from += AT_ONCE) {
    stores.check()
    const some = scan.seen.slice(from, from + AT_ONCE)
    const kept = await Promise.all(some.map(keep))
    for (const [place, one] of kept.entries()) {
      if (one === null) unread.push(some[place]?.path ?? '')
      else entries.push(one)
    }
  }
  return { entries, unread }
}

/** Stores the journals of an agent, but for those that are what they were; one that is not there is left out. */
export async function keepJournals(
  workspace: Workspace,
  place: Place | null,
  artifacts: ArtifactStore,
): Promise<Place['journals']> {
  const kept: Record<string, StampedFile> = {}
  for (const [name, path] of Object.entries(journalsOf(workspace))) {
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (found === undefined) continue
    const stamp = stampOf(found)
    const old = place?.journals[name]
    if (place !== null && old !== undefined && isUntouched(stamp, old.stamp, place.at)) kept[name] = old
    else {
      const held = await storeFile(artifacts, path, new Set())
      if (held !== null) kept[name] = { ...held, stamp }
    }
  }
  return kept
}

async function storeFile(
  store: ArtifactStore | Shelf,
  path: string,
  known: ReadonlySet<string>,
): Promise<Held | null> {
  try {
    return await store.putFile(path, known)
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

export function isSame(a: Stamp, b: Stamp | undefined): boolean {
  return (
    a.bytes === b?.bytes &&
    a.modifiedAt === b.modifiedAt &&
    a.changedAt === b.changedAt &&
    a.inode === b.inode
  )
}

function isUntouched(now: Stamp, then: Stamp | undefined, at: number): boolean {
  return isSame(now, then) && Math.max(now.modifiedAt, now.changedAt) < at - TICK_MS
}
