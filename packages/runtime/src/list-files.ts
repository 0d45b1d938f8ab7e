import { constants, type Dirent } from 'node:fs'
import { access, lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'

export interface Listing {
  /** Paths of regular files below the directory, with `/`, sorted. */
  readonly files: readonly string[]
  /** What was left out: links, special files, unreadable ones, and all beyond the bounds. */
  readonly omitted: number
}

/** The regular files below a directory, links not followed, at most `maxFiles` of them and `maxBytes` in all. */
export async function listFiles(directory: string, maxFiles: number, maxBytes: number): Promise<Listing> {
  const files: string[] = []
  let omitted = 0
  let bytes = 0
  const pending = ['']
  for (let seen = 0; pending.length > 0 && seen <= 2 * maxFiles; ) {
    const below = pending.pop() as string
    for await (const entry of entriesOf(join(directory, below))) {
      seen += 1
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      const size = entry.isFile() ? await sizeOf(join(directory, path)) : null
      if (entry.isDirectory() && seen <= 2 * maxFiles) pending.push(path)
      else if (size === null || files.length >= maxFiles || bytes + size > maxBytes) omitted += 1
      else {
        files.push(path)
        bytes += size
      }
    }
  }
  return { files: files.sort(), omitted: omitted + pending.length }
}

async function* entriesOf(directory: string): AsyncGenerator<Dirent> {
  const opened = await opendir(directory).catch(() => null)
  if (opened !== null) yield* opened
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    await access(path, constants.R_OK)
    return (await lstat(path)).size
  } catch {
    return null
  }
}
