import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
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
import { createS3Client, type S3Client } from './s3-client.ts'
import type { S3Setting } from './s3-setting.ts'

const SHELVES = 'checkpoints/'
const NOTHING: ReadonlySet<string> = new Set()

/**
 * A content-addressed store in a bucket: one object for each digest, `ab/ab…` for artifacts and `checkpoints/RUN/ab…` for
 * what is on the shelf of a run. What it is asked to store it stores anew, so that the time of an object is that at which
 * it was last stored.
 *
 * B1. A bucket cannot delete what is still old and keep what became young meanwhile. A sweep therefore looks at each
 *     object again right before it deletes it; what is stored anew between those two requests is lost.
 */
export function createS3Artifacts(setting: S3Setting): ArtifactStore {
  const client = createS3Client(setting)
  return {
    ...createFiles(client, (hex) => `${hex.slice(0, 2)}/${hex}`),
    shelf: (run) => createShelf(client, `${SHELVES}${isRunName(run) ? run : sha256(run)}/`),
    async *shelves() {
      for await (const { key } of client.list(SHELVES, '/')) yield key.slice(SHELVES.length, -1)
    },
    async sweep(before, stop) {
      let swept = 0
      for await (const { key, at } of client.list('')) {
        if (stop.aborted) return swept
        if (at >= before || key.startsWith(SHELVES) || hexOf(`sha256:${key.slice(3)}`) === null) continue
        const now = await client.storedAt(key)
        if (now === null || now >= before) continue
        await client.remove(key)
        swept += 1
      }
      return swept
    },
  }
}

function createShelf(client: S3Client, below: string): Shelf {
  return {
    ...createFiles(client, (hex) => below + hex),
    async *digests() {
      for await (const { key } of client.list(below)) yield `sha256:${key.slice(below.length)}`
    },
    async remove(digests) {
      for (const digest of digests) await client.remove(below + (hexOf(digest) ?? ''))
    },
  }
}

function createFiles(client: S3Client, keyIn: (hex: string) => string) {
  const missing = (digest: string) => new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
  const keyOf = (digest: string): string => {
    const hex = hexOf(digest)
    if (hex === null) throw missing(digest)
    return keyIn(hex)
  }

  const putBytes = async (bytes: Uint8Array, hash: string): Promise<void> =>
    client.put(keyIn(hash), { hash, bytes: bytes.length, content: () => bytes })

  /** Read twice, since a request is signed with the digest of what it brings. */
  const putLarge = async (source: FileHandle, known: ReadonlySet<string>): Promise<Held> => {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of source.createReadStream({
      autoClose: false,
      start: 0,
    }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
    }
    const hex = hash.digest('hex')
    const digest = `sha256:${hex}`
    const content = () => source.createReadStream({ autoClose: false, start: 0, end: bytes - 1 })
    if (!known.has(digest)) await client.put(keyIn(hex), { hash: hex, bytes, content })
    return { digest, bytes }
  }

  return {
    async put(given: Uint8Array | string): Promise<string> {
      const bytes = typeof given === 'string' ? Buffer.from(given) : given
      const hash = sha256(bytes)
      await putBytes(bytes, hash)
      return `sha256:${hash}`
    },

    async get(digest: string): Promise<Uint8Array> {
      const bytes = await client.get(keyOf(digest))
      if (bytes === null || `sha256:${sha256(bytes)}` !== digest) throw missing(digest)
      return bytes
    },

    putFile: (path: string, known: ReadonlySet<string> = NOTHING): Promise<Held> =>
      withSource(path, async (source, size) => {
        if (size > SMALL_BYTES) return putLarge(source, known)
        const bytes = await readStart(source, size + 1)
        // Whoever wrote it may be writing on.
        if (bytes.length > size) return putLarge(source, known)
        const hash = sha256(bytes)
        if (!known.has(`sha256:${hash}`)) await putBytes(bytes, hash)
        return { digest: `sha256:${hash}`, bytes: bytes.length }
      }),

    async open(digest: string): Promise<Readable> {
      const stream = await client.open(keyOf(digest))
      if (stream === null) throw missing(digest)
      return Readable.from(checked(stream, digest), { objectMode: false })
    },
  }
}
