import type { ArtifactStore } from '@muster/runtime'

const MAX_ENTRIES = 256
const MAX_ENTRY_BYTES = 256 * 1024

/** The same store, remembering the small documents read last: every phase of an agent reads its brief again. */
export function cacheArtifacts(store: ArtifactStore): ArtifactStore {
  const known = new Map<string, Uint8Array>()
  return {
    ...store,
    async get(digest) {
      const bytes = known.get(digest) ?? (await store.get(digest))
      known.delete(digest)
      if (bytes.length <= MAX_ENTRY_BYTES) known.set(digest, bytes)
      const [oldest] = known.keys()
      if (known.size > MAX_ENTRIES && oldest !== undefined) known.delete(oldest)
      return bytes
    },
  }
}
