import type { Commit } from '@muster/core'
import { counter, type Family } from './family.ts'

/** Counts what a process commits, from when it started. */
export interface Meter {
  /** To be told of every commit; it costs a few additions. */
  committed(commit: Pick<Commit, 'attempts' | 'entries'>): void
  families(): readonly Family[]
}

export function createMeter(): Meter {
  /** By phase, then by how it ended: few of both. */
  const phases = new Map<string, Map<string, number>>()
  let commits = 0
  let entries = 0
  return {
    committed(commit) {
      commits += 1
      entries += commit.entries.length
      for (const { phase, status } of commit.attempts) {
        const ended = phases.get(phase) ?? new Map<string, number>()
        phases.set(phase, ended)
        ended.set(status, (ended.get(status) ?? 0) + 1)
      }
    },
    families: () => [
      counter('muster_commits_total', 'Commits of this process to the ledger.', commits),
      counter('muster_entries_total', 'Entries of runs that this process wrote.', entries),
      counter(
        'muster_phases_total',
        'Attempts at phases whose end this process committed, by how they ended.',
        [...phases].flatMap(([phase, ended]) =>
          [...ended].map(([status, value]) => ({ labels: { phase, status }, value })),
        ),
      ),
    ],
  }
}
