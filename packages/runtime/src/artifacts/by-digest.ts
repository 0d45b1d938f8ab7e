import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { type Held, MusterError, sha256 } from '@muster/core'
import { readStart } from '../json-file.ts'
import { type ArtifactStore, hexOf, SMALL_BYTES, withSource } from './artifact-store.ts'
import { checked } from './checked.ts'

/** Where bytes are kept under the hex of their digest. */
export interface Pieces {
  write(hex: string, bytes: Uint8Array): Promise<void>
  /** Keeps what a file holds unless it is known, without holding it in memory. */
  writeLarge(source: FileHandle, known: ReadonlySet<string>): Promise<Held>
  /** Null when there is nothing. */
  read(hex: string): Promise<Uint8Array | null>
  stream(hex: string): Promise<Readable | null>
}

const NOTHING: ReadonlySet<string> = new Set()

/** Puts and gets by digest. What comes back is what was put, or an error. */
export function byDigest(pieces: Pieces): Pick<ArtifactStore, 'put' | 'get' | 'putFile' | 'open'> {
  const missing = (digest: string) => new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
  const hexIn = (digest: string): string => {
    const hex = hexOf(digest)
    if (hex === null) throw missing(digest)
    return hex
  }

  return {
    async put(given) {
      const bytes = typeof given === 'string' ? Buffer.from(given) : given
      const hex = sha256(bytes)
      await pieces.write(hex, bytes)
      return `sha256:${hex}`
    },

    async get(digest) {
      const bytes = await pieces.read(hexIn(digest))
      if (bytes === null || `sha256:${sha256(bytes)}` !== digest) throw missing(digest)
      return bytes
    },

    putFile: (path, known = NOTHING) =>
      withSource(path, async (source, size) => {
        if (size > SMALL_BYTES) return pieces.writeLarge(source, known)
        const bytes = await readStart(source, size + 1)
        // Whoever wrote it may be writing on.
        if (bytes.length > size) return pieces.writeLarge(source, known)
        const hex = sha256(bytes)
        if (!known.has(`sha256:${hex}`)) await pieces.write(hex, bytes)
        return { digest: `sha256:${hex}`, bytes: bytes.length }
      }),

    async open(digest) {
      const stream = await pieces.stream(hexIn(digest))
      if (stream === null) throw missing(digest)
      return Readable.from(checked(stream, digest), { objectMode: false })
    },
  }
}
