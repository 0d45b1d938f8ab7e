import type { Artifacts, Clock } from '@muster/core'

/** Stores what facts name by digest; what was stored a moment ago is not stored again. */
export type StoreDocuments = (documents: readonly string[]) => Promise<void>

/** Storing again mends a damaged file, and keeps it from being swept: far sooner than the sweep's margin of a day. */
const FRESH_MS = 60_000
const MOST_KNOWN = 256

/** Stages that differ in their run alone share a brief, which is then written once a minute. */
export function createDocuments(artifacts: Artifacts, clock: Clock): StoreDocuments {
  const known = new Map<string, number>()

  async function store(document: string): Promise<void> {
    const now = clock()
    const at = known.get(document)
    if (at !== undefined && Math.abs(now - at) < FRESH_MS) return
    await artifacts.put(document)
    known.delete(document)
    known.set(document, now)
    const [oldest] = known.keys()
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
  }

  return async (documents) => {
    await Promise.all([...new Set(documents)].map(store))
  }
}
