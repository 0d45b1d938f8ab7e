import {
  type AttemptRecord,
  type Checkpoint,
  canonical,
  type Json,
  sha256,
  type WorkspaceSnapshot,
} from '@muster/core'
import type { PhaseRun } from '../phase-run.ts'
import type { PhaseRecord } from '../record.ts'
import { keepFiles, keepJournals } from './keep-files.ts'
import { type Kept, type Place, writeStanding } from './place.ts'
import type { Scan } from './scan.ts'
import { type TreeEntry, writeTree } from './tree.ts'

/** Attempts that a history goes back to: past them an agent says nothing new. */
const MAX_HISTORY = 200

/** What a phase came to. */
export interface Left {
  readonly record: PhaseRecord
  /** What the agent gave to be kept; null when nothing, and what it gave before stays. */
  readonly saved: Json
  readonly scan: Scan
}

/**
 * Writes down all that an agent needs to go on from here, and where its workspace on this disk stands; answers the
 * digest.
 */
export async function writeCheckpoint(run: PhaseRun, { record, saved, scan }: Left): Promise<string> {
  const { job, workspace, agent, entered, stores } = run
  const { place } = entered
  const before = place?.checkpoint ?? null
  const text = JSON.stringify(record)
  // Its digest is known before it is stored: what names it is stored beside it, and both before the outcome is told.
  const recorded = `sha256:${sha256(text)}`
  const storing = stores.artifacts.put(text)
  storing.catch(() => {})
  const [journals, kept] = await Promise.all([
    keepJournals(workspace, place, stores.artifacts),
    keepWorkspace(run, scan),
  ])
  const { phase, attempt, fence } = job
  const { outcome, fault, startedAt, finishedAt } = record
  const line: AttemptRecord = { phase, attempt, outcome, fault, startedAt, finishedAt }
  const records = { ...before?.records, [phase]: { digest: recorded, bytes: Buffer.byteLength(text) } }
  const { planDigest } = record.data
  const checkpoint: Checkpoint = {
    v: 1,
    agent,
    phase,
    attempt,
    fence,
    outcome,
    at: finishedAt,
    brief: job.brief,
    planDigest: phase === 'PLAN' && typeof planDigest === 'string' ? planDigest : job.planDigest,
    outputs: phase === 'EXECUTE' ? record.outputs : (before?.outputs ?? {}),
    records,
    journals: Object.fromEntries(
      Object.entries(journals).map(([name, { digest, bytes }]) => [name, { digest, bytes }]),
    ),
    history: [...(before?.history ?? []), line].slice(-MAX_HISTORY),
    workspace: kept.snapshot,
    saved: saved ?? before?.saved ?? null,
    previous: job.checkpoint,
  }
  const [digest] = await Promise.all([stores.shelf.put(canonical(checkpoint)), storing])
  const { at, entries, unread } = kept
  const now: Place = { digest, checkpoint, at, entries, unread, journals }
  writeStanding(workspace, { kind: scan.excess === null ? 'rest' : 'work', place: now })
  return digest
}

interface KeptWorkspace extends Pick<Place, 'at' | 'entries' | 'unread'> {
  readonly snapshot: WorkspaceSnapshot
}

async function keepWorkspace({ workspace, entered, stores }: PhaseRun, scan: Scan): Promise<KeptWorkspace> {
  const { place } = entered
  const before = place?.checkpoint.workspace ?? null
  if (scan.excess !== null) {
    const tree = before?.tree ?? (await stores.shelf.put(writeTree([])))
    const snapshot = { ...(before ?? { files: 0, bytes: 0, omitted: 0 }), tree, whole: false }
    return { snapshot, entries: place?.entries ?? [], unread: [], at: place?.at ?? scan.at }
  }
  const { entries, unread } = await keepFiles(workspace, scan, place, stores)
  const files = entries.filter((entry) => entry.kind === 'file')
  const text = writeTree(entries.map(withoutStamp))
  const tree = `sha256:${sha256(text)}`
  if (tree !== before?.tree) await stores.shelf.put(text)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const omitted = scan.omitted + unread.length
  return {
    snapshot: { tree, files: files.length, bytes, omitted, whole: true },
    entries,
    unread,
    at: scan.at,
  }
}

function withoutStamp(kept: Kept): TreeEntry {
  const { stamp: _, ...entry } = kept
  return entry
}
