import type { Fact } from '@muster/core'
import type { FollowedAttempt } from './followed-run.ts'

type Attempts = readonly FollowedAttempt[]

/** The attempts of a stage past one more fact about it. */
export function attemptAfter(before: Attempts, fact: Fact, at: number): Attempts {
  if (fact.kind === 'attempt.dispatched') {
    const { phase, attempt, fence } = fact
    const one = { phase, attempt, fence, status: 'dispatched', worker: null } as const
    const times = { dispatchedAt: at, startedAt: null, finishedAt: null }
    return [...before.filter((other) => other.fence !== fence), { ...one, ...times }]
  }
  if (fact.kind === 'attempt.settled') {
    const { fence, worker, startedAt, finishedAt, outcome } = fact
    return before.map((one) =>
      one.fence === fence ? { ...one, status: outcome.kind, worker, startedAt, finishedAt } : one,
    )
  }
  const supersedes =
    fact.kind === 'attempt.lost' || fact.kind === 'stage.ending' || fact.kind === 'stage.finished'
  if (!supersedes || !before.some(({ status }) => status === 'dispatched')) return before
  return before.map((one) =>
    one.status === 'dispatched' ? { ...one, status: 'superseded', finishedAt: at } : one,
  )
}
