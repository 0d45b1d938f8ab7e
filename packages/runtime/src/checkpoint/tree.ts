import { canonical, type Documents, MusterError } from '@muster/core'

/** One thing in a workspace. Its path is relative to the workspace, with `/`. */
export type TreeEntry =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | {
      readonly kind: 'file'
      readonly path: string
      readonly mode: number
      readonly bytes: number
      readonly digest: string
    }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }

/** The directories of a workspace that belong to the agent, and so to its checkpoints. */
export const KEPT = ['artifacts', 'staged', 'work'] as const

/** Whether a path of a workspace is evidence, which goes among the artifacts. */
export function isEvidence(path: string): boolean {
  return path.startsWith('artifacts/') || path.startsWith('staged/')
}

/** What a tree may hold at most. */
export const BOUNDS: Bounds = { entries: 50_000, bytes: 1024 * 1024 * 1024 }

export interface Bounds {
  /** Files, directories and links. */
  readonly entries: number
  /** Of all files together. */
  readonly bytes: number
}

/** The one text of a tree: what holds the same has the same digest. */
export function writeTree(entries: readonly TreeEntry[]): string {
  return canonical({ v: 1, entries })
}

/** A tree as it was written. Throws MUSTER_ARTIFACT_MISSING, or a TypeError for one that would lead out of its place. */
export async function readTree(shelf: Documents, digest: string): Promise<readonly TreeEntry[]> {
  const text = Buffer.from(await shelf.get(digest)).toString('utf8')
  const { v, entries } = JSON.parse(text) as { readonly v: number; readonly entries: readonly TreeEntry[] }
  if (v !== 1) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
  const folders = new Set<string>(KEPT)
  let before = ''
  for (const { kind, path } of entries) {
    const parent = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
    const strange = path.split('/').some((part) => part === '' || part === '.' || part === '..')
    if (strange || path <= before || !folders.has(parent))
      throw new TypeError(`the tree ${digest} has \`${path}\` where it cannot be`)
    if (kind === 'directory') folders.add(path)
    before = path
  }
  return entries
}
