import { isEnded, isFailure, type LedgerReads, type RunCounts, type RunRow } from '@muster/core'

/** Counts by run; a run's counts can only change with its newest entry, or go when it is trimmed. */
const known = new WeakMap<LedgerReads, Map<string, { readonly seq: number; readonly counts: RunCounts }>>()
const MOST = 1_000

/** The counts of these runs, by id. */
export async function countsOf(
  ledger: LedgerReads,
  runs: readonly RunRow[],
): Promise<Readonly<Record<string, RunCounts>>> {
  const cache = known.get(ledger) ?? new Map<string, { seq: number; counts: RunCounts }>()
  known.set(ledger, cache)
  const answer: Record<string, RunCounts> = {}
  for (const { id, seq, trimmedAt } of runs) {
    if (trimmedAt !== null) continue
    const kept = cache.get(id)
    const counts = kept?.seq === seq ? kept.counts : await count(ledger, id)
    cache.delete(id)
    cache.set(id, { seq, counts })
    answer[id] = counts
  }
  for (const id of cache.keys()) {
    if (cache.size <= MOST) break
    cache.delete(id)
  }
  return answer
}

async function count(ledger: LedgerReads, run: string): Promise<RunCounts> {
  const statuses = (await ledger.stages(run)).map((stage) => stage.status)
  return {
    total: statuses.length,
    ended: statuses.filter(isEnded).length,
    failed: statuses.filter((status) => isEnded(status) && isFailure(status)).length,
    waiting: statuses.filter((status) => status === 'waiting').length,
  }
}
