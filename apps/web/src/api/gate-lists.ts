import type { GatesAnswer, GateView, InboxAnswer, InboxItem } from '@muster/core'
import {
  type InfiniteData,
  infiniteQueryOptions,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query'
import { call } from './call.ts'

/** As many as the server gives at once. */
const LIMIT = 200

/** The part of a list that was read so far. */
interface Listed<Row> {
  /** Undefined before any of it was read. */
  readonly rows: readonly Row[] | undefined
  readonly error: Error | null
  /** Reads more of it; null when that is all of it. */
  readonly more: (() => void) | null
  readonly reading: boolean
}

function pagesOf<Answer extends { readonly next: string | null }>(name: string) {
  return infiniteQueryOptions({
    queryKey: ['runs', name],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      call<Answer>(`/${name}?limit=${LIMIT}${pageParam && `&after=${encodeURIComponent(pageParam)}`}`),
    getNextPageParam: ({ next }) => next,
  })
}

const INBOX = pagesOf<InboxAnswer>('inbox')
const OPEN_GATES = pagesOf<GatesAnswer>('gates')

function listed<Answer, Row>(
  { data, error, hasNextPage, fetchNextPage, isFetching }: UseInfiniteQueryResult<InfiniteData<Answer>>,
  rowsOf: (answer: Answer) => readonly Row[],
): Listed<Row> {
  return {
    rows: data?.pages.flatMap(rowsOf),
    error,
    more: hasNextPage ? () => void fetchNextPage() : null,
    reading: isFetching,
  }
}

/** The gates that wait for whoever looks, the one that has waited longest in front. */
export function useInbox(): Listed<InboxItem> {
  return listed(useInfiniteQuery(INBOX), ({ items }) => items)
}

/** All open gates, the one that has waited longest in front; none are read unless they are wanted. */
export function useOpenGates(wanted: boolean): Listed<GateView> {
  return listed(useInfiniteQuery({ ...OPEN_GATES, enabled: wanted }), ({ gates }) => gates)
}
