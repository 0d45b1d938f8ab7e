import { canonical } from './canonical.ts'
import { sha256 } from './digest.ts'
import type { Entry, SealedEntry } from './fact.ts'

/** The `prev` of a run's first entry. */
export const GENESIS = '0'.repeat(64)

/** Chains an entry to the one before it. Bytes are RFC 8785, the hash is SHA-256. */
export function sealEntry(tenant: string, prev: string, entry: Entry): SealedEntry {
  const body = canonical({ v: 1, tenant, prev, ...entry })
  return { tenant, run: entry.run, seq: entry.seq, kind: entry.cause.kind, body, hash: sha256(body) }
}

/** The entry inside its stored bytes. */
export function openEntry(body: string): Entry {
  const { run, seq, at, cause, effects } = JSON.parse(body) as Entry
  return { run, seq, at, cause, effects }
}

/** What is wrong with a stored entry that should follow `prev` at `seq`, or null when it is sound. */
export function checkEntry(sealed: SealedEntry, prev: string, seq: number): string | null {
  if (sealed.seq !== seq) return `is missing: found ${sealed.seq} in its place`
  if (sha256(sealed.body) !== sealed.hash) return 'does not match its hash'
  const body = JSON.parse(sealed.body) as { prev: string; run: string; seq: number; tenant: string }
  if (body.prev !== prev) return 'does not follow the entry before it'
  if (body.run !== sealed.run || body.seq !== sealed.seq || body.tenant !== sealed.tenant)
    return 'was moved from another place'
  return null
}
