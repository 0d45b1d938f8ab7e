import { createHash } from 'node:crypto'
import { sha256 } from '@muster/core'
import { type ArtifactStore, hexOf, isRunName, type Shelf } from './artifact-store.ts'
import { byDigest, type Pieces } from './by-digest.ts'
import { createS3Client, type S3Client } from './s3-client.ts'
import type { S3Setting } from './s3-setting.ts'

const SHELVES = 'checkpoints/'

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
    ...byDigest(createPieces(client, (hex) => `${hex.slice(0, 2)}/${hex}`)),
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
    ...byDigest(createPieces(client, (hex) => below + hex)),
    async *digests() {
      for await (const { key } of client.list(below)) yield `sha256:${key.slice(below.length)}`
    },
    async remove(digests) {
      for (const digest of digests) await client.remove(below + (hexOf(digest) ?? ''))
    },
  }
}

function createPieces(client: S3Client, keyIn: (hex: string) => string): Pieces {
  return {
    write: (hex, bytes) => client.put(keyIn(hex), { hash: hex, bytes: bytes.length, content: () => bytes }),

    /** Read twice, since a request is signed with the digest of what it brings. */
    async writeLarge(source, known) {
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
    },

    read: (hex) => client.get(keyIn(hex)),
    stream: (hex) => client.open(keyIn(hex)),
  }
}
