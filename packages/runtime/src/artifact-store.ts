import { createHash, randomUUID } from 'node:crypto'
import { constants, type ReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { type Artifacts, MusterError, sha256 } from '@muster/core'
import { readStart } from './json-file.ts'
import { sweepFiles } from './sweep-files.ts'

/** Artifacts kept in a directory, which planner, workers and dashboard share. */
export interface ArtifactStore extends Artifacts {
  /** Stores a regular file, a large one without holding it in memory; never follows a symbolic link. */
  putFile(path: string): Promise<Stored>
  /** The bytes of a digest as a stream, which fails at its end when they do not match. Throws MUSTER_ARTIFACT_MISSING. */
  open(digest: string): Promise<Readable>
  /** Deletes what was last stored before `before`, milliseconds since 1970, until told to stop; answers how many files. */
  sweep(before: number, stop: AbortSignal): Promise<number>
}

interface Stored {
  readonly digest: string
  readonly bytes: number
}

/** Read whole: a stream takes several times as long to set up as these take to read. */
const SMALL_BYTES = 256 * 1024

const DIGEST = /^sha256:([0-9a-f]{64})$/

/**
 * A content-addressed store of files below `directory`. Whatever it is asked to store it writes anew and renames into
 * place, so that a damaged file is mended by storing it again, a crash leaves nothing half-written under a digest, and
 * the time of a file is that at which it was last stored.
 */
export function createArtifacts(directory: string): ArtifactStore {
  const pathOf = (digest: string): string => {
    const hex = DIGEST.exec(digest)?.[1]
    if (hex === undefined) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
    return join(directory, hex.slice(0, 2), hex)
  }

  const temporary = () => join(directory, 'tmp', randomUUID())

  const settle = async (path: string, digest: string): Promise<void> => {
    const target = pathOf(digest)
    await inFolder(target, () => rename(path, target))
  }

  const put = async (bytes: Uint8Array | string): Promise<string> => {
    const digest = `sha256:${sha256(bytes)}`
    const path = temporary()
    await inFolder(path, () => writeFile(path, bytes))
    await settle(path, digest)
    return digest
  }

  const putStream = async (source: FileHandle): Promise<Stored> => {
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
      await settle(copy, digest)
      return { digest, bytes }
    } finally {
      await rm(copy, { force: true })
    }
  }

  return {
    put,

    async get(digest) {
      const bytes = await readFile(pathOf(digest)).catch(() => null)
      if (bytes === null || `sha256:${sha256(bytes)}` !== digest)
        throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
      return bytes
    },

    async putFile(path) {
      // Not blocking and not following: an agent may have left a fifo or a link in place of a file.
      const source = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
      try {
        const found = await source.stat()
        if (!found.isFile()) throw new TypeError(`${path} is not a regular file`)
        if (found.size > SMALL_BYTES) return await putStream(source)
        const bytes = await readStart(source, found.size + 1)
        // Whoever wrote it may be writing on.
        if (bytes.length > found.size) return await putStream(source)
        return { digest: await put(bytes), bytes: bytes.length }
      } finally {
        await source.close()
      }
    },

    async open(digest) {
      const file = await open(pathOf(digest), 'r').catch(() => null)
      if (file === null) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
      return Readable.from(checked(file.createReadStream(), digest), { objectMode: false })
    },

    sweep: (before, stop) => sweepFiles(directory, before, stop),
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

async function* checked(source: ReadStream, digest: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of source as AsyncIterable<Buffer>) {
    hash.update(chunk)
    yield chunk
  }
  if (`sha256:${hash.digest('hex')}` !== digest) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
}
