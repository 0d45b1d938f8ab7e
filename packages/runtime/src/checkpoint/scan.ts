import { type Dirent, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Bounds, KEPT } from './tree.ts'

/** What tells that a file was not touched: whoever changes it cannot set the time of its last change back. */
export interface Stamp {
  readonly bytes: number
  readonly modifiedAt: number
  readonly changedAt: number
  readonly inode: number
}

export type Seen =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly stamp: Stamp }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }

export interface Scan {
  /** In the order of their paths. */
  readonly seen: readonly Seen[]
  /** Sockets, links that lead outside, what may not be read; and what first went past the bounds. */
  readonly omitted: number
  /** Why it is not all that there is, or null. */
  readonly excess: string | null
  /** When it began, in milliseconds since 1970. */
  readonly at: number
}

/** Looked at before anything else has its turn: handing each look to a thread takes ten times as long. */
const AT_ONCE = 256

/** Looks at all that is below some directories of a workspace, without reading a file; links are not followed. */
export async function scanWorkspace(
  root: string,
  bounds: Bounds,
  directories: readonly string[] = KEPT,
): Promise<Scan> {
  const at = Date.now()
  const seen: Seen[] = []
  let omitted = 0
  let bytes = 0
  let looks = 0
  let excess: string | null = null
  const pending = [...directories]
  for (let below = pending.pop(); below !== undefined && excess === null; below = pending.pop()) {
    const entries = namesIn(join(root, below))
    if (entries === null) omitted += 1
    for (const entry of entries ?? []) {
      looks += 1
      if (looks % AT_ONCE === 0) await setImmediate()
      const one = look(root, `${below}/${entry.name}`, entry)
      const more = one?.kind === 'file' ? one.stamp.bytes : 0
      if (seen.length >= bounds.entries) excess = `it holds more than ${bounds.entries} files and directories`
      else if (bytes + more > bounds.bytes) excess = `its files have more than ${bounds.bytes} bytes`
      if (one === null || excess !== null) omitted += 1
      else seen.push(one)
      if (excess !== null) break
      bytes += more
      if (one?.kind === 'directory') pending.push(one.path)
    }
  }
  seen.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { seen, omitted, excess, at }
}

/** What is in a directory, nothing when there is none, or null when it may not be read. */
function namesIn(directory: string): readonly Dirent[] | null {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : null
  }
}

function look(root: string, path: string, entry: Dirent): Seen | null {
  try {
    if (entry.isSymbolicLink()) {
      const target = readlinkSync(join(root, path))
      return leadsOutside(path, target) ? null : { kind: 'link', path, target }
    }
    if (!entry.isFile() && !entry.isDirectory()) return null
    const found = lstatSync(join(root, path))
    const mode = found.mode & 0o777
    if (found.isDirectory()) return { kind: 'directory', path, mode }
    return found.isFile() ? { kind: 'file', path, mode, stamp: stampOf(found) } : null
  } catch {
    return null
  }
}

export function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): Stamp {
  return { bytes: size, modifiedAt: mtimeMs, changedAt: ctimeMs, inode: ino }
}

function leadsOutside(path: string, target: string): boolean {
  if (target.startsWith('/')) return true
  const to = posix.normalize(posix.join(dirname(path), target))
  return !KEPT.some((kept) => to === kept || to.startsWith(`${kept}/`))
}
