import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Artifacts, Documents, Held } from '@muster/core'

/** Artifacts as those keep and read them who handle files: bytes by digest, on disk or in a bucket. */
export interface ArtifactStore extends Artifacts, Files {
  shelf(run: string): Shelf
  /** The runs that have something on a shelf. */
  shelves(): AsyncIterable<string>
  /** Deletes what was last stored before `before`, milliseconds since 1970, until told to stop; answers how many files. */
  sweep(before: number, stop: AbortSignal): Promise<number>
}

/** What belongs to the checkpoints of one run. */
export interface Shelf extends Documents, Files {
  /** The digests of all that is on it. */
  digests(): AsyncIterable<string>
  /** Takes these off it; harmless for what is not there. */
  remove(digests: Iterable<string>): Promise<void>
}

interface Files extends Documents {
  /**
   * Stores a regular file, a large one without holding it in memory; never follows a symbolic link. What is `known` to be
   * in the store already is not stored again. Throws SourceError when the file itself is the reason.
   */
  putFile(path: string, known?: ReadonlySet<string>): Promise<Held>
  /** The bytes of a digest as a stream, which fails at its end when they do not match. Throws MUSTER_ARTIFACT_MISSING. */
  open(digest: string): Promise<Readable>
}

/** A file that cannot be stored: it is gone, may not be read, or is no regular file. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
}

/** Read whole: a stream takes several times as long to set up as these take to read. */
export const SMALL_BYTES = 256 * 1024

/** The hex digits of a digest, or null when it is none. */
export function hexOf(digest: string): string | null {
  return /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1] ?? null
}

/** What may stand for a run in a path. */
export function isRunName(run: string): boolean {
  return /^\w[\w.-]{0,199}$/.test(run)
}

/** Opens a file to be stored, neither blocking nor following: an agent may have left a fifo or a link in its place. */
export async function withSource<T>(
  path: string,
  work: (file: FileHandle, bytes: number) => Promise<T>,
): Promise<T> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = await open(path, flags).catch((error: Error) => {
    throw new SourceError(error.message)
  })
  try {
    const found = await file.stat()
    if (!found.isFile()) throw new SourceError(`${path} is not a regular file`)
    return await work(file, found.size)
  } finally {
    await file.close()
  }
}
