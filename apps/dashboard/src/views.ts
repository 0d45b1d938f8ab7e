import {
  agentId,
  type EntryView,
  type GateRow,
  type GateView,
  openEntry,
  type RunRow,
  type RunSummary,
  type SealedEntry,
  type VoteRow,
} from '@muster/core'

/** A run as lists show it. */
export function toRunSummary(row: RunRow): RunSummary {
  const { id, pipeline, version, status, reason, by, submittedAt, finishedAt, deadlineAt } = row
  const { seq, head, trimmedAt, yesToGates } = row
  return {
    id,
    pipeline,
    version,
    status,
    reason,
    by,
    submittedAt,
    finishedAt,
    deadlineAt,
    seq,
    head,
    trimmedAt,
    yesToGates,
  }
}

/** A gate as voters see it, with the votes of its own round among those of its run. */
export function toGateView(row: GateRow, votes: readonly VoteRow[]): GateView {
  const { tenant: _, round, ...rest } = row
  return {
    ...rest,
    id: agentId(row.run, row.stage),
    votes: votes.filter((vote) => vote.run === row.run && vote.stage === row.stage && vote.round === round),
  }
}

/** An entry as events carry it. */
export function toEntryView(sealed: SealedEntry): EntryView {
  return { ...openEntry(sealed.body), hash: sealed.hash }
}
