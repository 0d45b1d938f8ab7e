import { createHash, randomUUID } from 'node:crypto'
import {
  type FileHandle,
  mkdir,
  open,
  opendir,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { type Held, MusterError, sha256 } from '@muster/core'
import { readStart } from '../json-file.ts'
import {
  type ArtifactStore,
  hexOf,
  isRunName,
  SMALL_BYTES,
  type Shelf,
  withSource,
} from './artifact-store.ts'
import { checked } from './checked.ts'
import { sweepFiles } from './sweep-files.ts'

const SHELVES = 'checkpoints'
const NOTHING: ReadonlySet<string> = new Set()

/**
 * A content-addressed store of files below `directory`, which planner, workers and dashboard share. Whatever it is asked
 * to store it writes anew and renames into place, so that a damaged file is mended by storing it again, a crash leaves
 * nothing half-written under a digest, and the time of a file is that at which it was last stored.
 */
export function createArtifacts(directory: string): ArtifactStore {
  return {
    ...createFiles(join(directory, 'tmp'), (hex) => join(directory, hex.slice(0, 2), hex)),
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
    ...createFiles(join(root, 'tmp'), placeOf),
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

function createFiles(scratch: string, placeOf: (hex: string) => string) {
  const pathOf = (digest: string): string => {
    const hex = hexOf(digest)
    if (hex === null) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
    return placeOf(hex)
  }
  const temporary = () => join(scratch, randomUUID())

  const settle = async (path: string, digest: string): Promise<void> => {
    const target = pathOf(digest)
    await inFolder(target, () => rename(path, target))
  }

  const write = async (bytes: Uint8Array | string, digest: string): Promise<void> => {
    const path = temporary()
    await inFolder(path, () => writeFile(path, bytes))
    await settle(path, digest)
  }

  const putStream = async (source: FileHandle, known: ReadonlySet<string>): Promise<Held> => {
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
      const digest = `sha256:${hash.digest('hex')}`
      if (!known.has(digest)) await settle(copy, digest)
      return { digest, bytes }
    } finally {
      await rm(copy, { force: true })
    }
  }

  return {
    async put(bytes: Uint8Array | string): Promise<string> {
      const digest = `sha256:${sha256(bytes)}`
      await write(bytes, digest)
      return digest
    },

    async get(digest: string): Promise<Uint8Array> {
      const bytes = await readFile(pathOf(digest)).catch(() => null)
      if (bytes === null || `sha256:${sha256(bytes)}` !== digest)
        throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
      return bytes
    },

    putFile: (path: string, known: ReadonlySet<string> = NOTHING): Promise<Held> =>
      withSource(path, async (source, size) => {
        if (size > SMALL_BYTES) return putStream(source, known)
        const bytes = await readStart(source, size + 1)
        // Whoever wrote it may be writing on.
        if (bytes.length > size) return putStream(source, known)
        const digest = `sha256:${sha256(bytes)}`
        if (!known.has(digest)) await write(bytes, digest)
        return { digest, bytes: bytes.length }
      }),

    async open(digest: string): Promise<Readable> {
      const file = await open(pathOf(digest), 'r').catch(() => null)
      if (file === null) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
      return Readable.from(checked(file.createReadStream(), digest), { objectMode: false })
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
