import { randomUUID } from 'node:crypto'
import type { Dir, Stats } from 'node:fs'
import { lstat, mkdir, opendir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Deletes files two levels below `directory` whose time is before `before`; answers how many. Others may store files
 * meanwhile, by renaming them into place, or sweep too.
 */
export async function sweepFiles(directory: string, before: number, stop: AbortSignal): Promise<number> {
  let swept = 0
  for await (const shelf of entriesOf(directory)) {
    for await (const name of entriesOf(join(directory, shelf))) {
      if (stop.aborted) return swept
      if (await sweepFile(directory, join(directory, shelf, name), before)) swept += 1
    }
  }
  return swept
}

/** A file is moved away and looked at again before it is deleted: somebody may have stored it anew in between. */
async function sweepFile(directory: string, path: string, before: number): Promise<boolean> {
  if (!isOld(await statOf(path), before)) return false
  const aside = join(directory, 'tmp', randomUUID())
  await mkdir(join(directory, 'tmp'), { recursive: true })
  try {
    await rename(path, aside)
  } catch (error) {
    return unlessGone(error, false)
  }
  if (!isOld(await statOf(aside), before)) {
    await rename(aside, path).catch((error: unknown) => unlessGone(error, null))
    return false
  }
  await rm(aside, { force: true })
  return true
}

function isOld(file: Stats | null, before: number): boolean {
  return file !== null && file.isFile() && file.mtimeMs < before
}

function statOf(path: string): Promise<Stats | null> {
  return lstat(path).catch((error: unknown) => unlessGone(error, null))
}

async function* entriesOf(path: string): AsyncGenerator<string> {
  const directory = await opendir(path).catch((error: unknown): Dir | null => unlessGone(error, null))
  if (directory !== null) for await (const { name } of directory) yield name
}

/** Throws an error, unless it says that something is not there, or is no directory. */
function unlessGone<T>(error: unknown, answer: T): T {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error
  return answer
}
