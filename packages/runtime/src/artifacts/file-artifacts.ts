import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, opendir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '@muster/core'
import { type ArtifactStore, hexOf, isRunName, type Shelf } from './artifact-store.ts'
import { byDigest, type Pieces } from './by-digest.ts'
import { sweepFiles } from './sweep-files.ts'

const SHELVES = 'checkpoints'

/**
 * A content-addressed store of files below `directory`, which planner, workers and dashboard share. Whatever it is asked
 * to store it writes anew and renames into place, so that a damaged file is mended by storing it again, a crash leaves
 * nothing half-written under a digest, and the time of a file is that at which it was last stored.
 */
export function createArtifacts(directory: string): ArtifactStore {
  return {
    ...byDigest(createPieces(join(directory, 'tmp'), (hex) => join(directory, hex.slice(0, 2), hex))),
    shelf: (run) => createShelf(directory, run),
    shelves: () => namesIn(join(directory, SHELVES)),
    // One level deeper than what it looks at, shelves are out of its reach.
    sweep: (before, stop) => sweepFiles(directory, before, stop),
  }
}

function createShelf(root: string, run: string): Shelf {
  const directory = join(root, SHELVES, isRunName(run) ? run : sha256(run))
  const placeOf = (hex: string) => join(directory, hex)
  return {
    ...byDigest(createPieces(join(root, 'tmp'), placeOf)),
    async *digests() {
      for await (const hex of namesIn(directory)) yield `sha256:${hex}`
    },
    async remove(digests) {
      for (const digest of digests) await rm(placeOf(hexOf(digest) ?? ''), { force: true })
      // A shelf goes with the last piece on it, and refuses to while there is another.
      await rmdir(directory).catch(() => {})
    },
  }
}

function createPieces(scratch: string, placeOf: (hex: string) => string): Pieces {
  const temporary = () => join(scratch, randomUUID())

  const settle = async (path: string, hex: string): Promise<void> => {
    const target = placeOf(hex)
    await inFolder(target, () => rename(path, target))
  }

  return {
    async write(hex, bytes) {
      const path = temporary()
      await inFolder(path, () => writeFile(path, bytes))
      await settle(path, hex)
    },

    async writeLarge(source, known) {
      const copy = temporary()
      const hash = createHash('sha256')
      let bytes = 0
      try {
        const target = await inFolder(copy, () => open(copy, 'wx'))
        try {
          for await (const chunk of source.createReadStream({
            autoClose: false,
            start: 0,
          }) as AsyncIterable<Buffer>) {
            hash.update(chunk)
            bytes += chunk.length
            await target.writeFile(chunk)
          }
        } finally {
          await target.close()
        }
        const hex = hash.digest('hex')
        const digest = `sha256:${hex}`
        if (!known.has(digest)) await settle(copy, hex)
        return { digest, bytes }
      } finally {
        await rm(copy, { force: true })
      }
    },

    read: (hex) => readFile(placeOf(hex)).catch(() => null),

    async stream(hex) {
      const file = await open(placeOf(hex), 'r').catch(() => null)
      return file?.createReadStream() ?? null
    },
  }
}

/** Makes the folder of a file when it turns out to be missing, which is seldom. */
async function inFolder<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(dirname(path), { recursive: true })
    return write()
  }
}

async function* namesIn(directory: string): AsyncGenerator<string> {
  const opened = await opendir(directory).catch(() => null)
  if (opened !== null) for await (const { name } of opened) yield name
}
