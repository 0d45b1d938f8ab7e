import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Checkpoint, Held } from '@muster/core'
import type { Workspace } from '../workspace.ts'
import type { Stamp } from './scan.ts'
import type { TreeEntry } from './tree.ts'

/** A file of a snapshot as this disk has it: as long as the stamp fits, its digest needs no second look. */
export type Kept = TreeEntry & { readonly stamp?: Stamp }

export type StampedFile = Held & { readonly stamp: Stamp }

/** What a workspace on this disk was when a checkpoint was written of it. */
export interface Place {
  readonly digest: string
  readonly checkpoint: Checkpoint
  /** When its files were looked at, in milliseconds since 1970. */
  readonly at: number
  readonly entries: readonly Kept[]
  /** Paths of files that could not be read. */
  readonly unread: readonly string[]
  readonly journals: Readonly<Record<string, StampedFile>>
}

/**
 * Where workspaces of this disk stand, written beside them, where no agent behind walls can see it.
 *
 * M1. `rest` is written after a phase, when nothing works in the workspace any more; a phase that begins makes it
 *     `work`. So a workspace whose phase was cut short is never taken for its checkpoint.
 * M2. It counts on the host alone that wrote it: on a volume that hosts share, stamps mean nothing to another.
 * M3. It is read and written at once: a few kilobytes on this disk take less than handing the work to a thread.
 */
export type Standing =
  | { readonly kind: 'rest' | 'work'; readonly place: Place }
  /** Nothing is known of a workspace, if there is one. */
  | { readonly kind: 'none' }

const HOST = hostname()
/** Where that is written, below the directory of all workspaces. */
export const PLACES = '.checkpoints'

const fileOf = ({ root }: Workspace, kind: 'rest' | 'work' | 'new'): string =>
  join(dirname(root), PLACES, `${basename(root)}.${kind}`)

export function readStanding(workspace: Workspace): Standing {
  for (const kind of ['rest', 'work'] as const) {
    const place = readPlace(fileOf(workspace, kind))
    if (place !== null) return { kind, place }
  }
  return { kind: 'none' }
}

function readPlace(file: string): Place | null {
  try {
    const { host, ...place } = JSON.parse(readFileSync(file, 'utf8')) as Place & { readonly host: string }
    return host === HOST ? place : null
  } catch {
    return null
  }
}

/** Says that a phase begins to work in a workspace that rested. */
export function beginWork(workspace: Workspace): void {
  renameSync(fileOf(workspace, 'rest'), fileOf(workspace, 'work'))
}

/** Says where a workspace stands now. */
export function writeStanding(
  workspace: Workspace,
  { kind, place }: Exclude<Standing, { kind: 'none' }>,
): void {
  const file = fileOf(workspace, 'new')
  const text = JSON.stringify({ host: HOST, ...place })
  try {
    writeFileSync(file, text)
  } catch {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, text)
  }
  renameSync(file, fileOf(workspace, kind))
}

/** Forgets where a workspace stands. */
export function forgetStanding(workspace: Workspace): void {
  for (const kind of ['rest', 'work'] as const) rmSync(fileOf(workspace, kind), { force: true })
}
