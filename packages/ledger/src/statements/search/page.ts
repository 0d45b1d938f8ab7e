import { type FoundHit, type FoundPage, MusterError, type Search } from '@muster/core'
import type { Session } from '../../database.ts'

/** Finds a page of one kind. */
export type FindStatement = (session: Session, search: Search) => Promise<FoundPage>

/** For an `after` that no page gave. */
export function badAfter(): MusterError {
  return new MusterError('MUSTER_SEARCH', {
    at: 1,
    problem: '`after` is not what the page before gave as `next`',
    right: 'Begin anew without it.',
  })
}

/** A page of rows, each as a hit and with the place that follows it; there is more when it is full. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  hitOf: (row: Row) => FoundHit,
  placeOf: (row: Row) => string,
): FoundPage {
  const found = rows.map((row) => ({ hit: hitOf(row), after: placeOf(row) }))
  return { found, next: rows.length < limit ? null : (found.at(-1)?.after ?? null) }
}
