import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { MusterError } from '@muster/core'

/** The bytes of a stream, which fails at its end when they are not those of the digest. */
export async function* checked(source: Readable, digest: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of source as AsyncIterable<Buffer>) {
    hash.update(chunk)
    yield chunk
  }
  if (`sha256:${hash.digest('hex')}` !== digest) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
}
