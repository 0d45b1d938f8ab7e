import type { HomeView, RunSummary, SearchAnswer, WhoamiView } from '@muster/core'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

// The first word of a key says what would have to change for the answer to change: see `live.ts`.

export const whoami = queryOptions({ queryKey: ['whoami'], queryFn: () => call<WhoamiView>('/whoami') })

/**
 * How this Muster is, and its numbers: asked anew whenever the fleet looks different, as every beat makes it. Not tried again
 * before: that would put off saying that the ledger is away.
 */
export const home = queryOptions({
  queryKey: ['fleet', 'home'],
  queryFn: () => call<HomeView>('/home'),
  retry: false,
})

/** How far a run has come, in stages. */
export interface RunCounts {
  readonly total: number
  readonly ended: number
  readonly waiting: number
}

export interface RunsAnswer {
  readonly runs: readonly RunSummary[]
  readonly counts: Readonly<Record<string, RunCounts>>
}

/** What is found for a text, by kind; of one kind, what comes after `after`. */
export function search(text: string) {
  const path = `/search?q=${encodeURIComponent(text)}`
  return infiniteQueryOptions({
    queryKey: ['runs', 'search', text],
    queryFn: ({ pageParam }) =>
      call<SearchAnswer>(pageParam === null ? path : `${path}&after=${encodeURIComponent(pageParam)}`),
    initialPageParam: null as string | null,
    getNextPageParam: ({ groups }) => (groups.length === 1 ? (groups[0]?.next ?? null) : null),
  })
}

/** Which runs to list: as `GET /api/runs` takes it. */
export interface RunsFilter {
  readonly status?: string
  readonly pipeline?: string
  readonly by?: string
  readonly text?: string
  readonly since?: string
  readonly before?: string
  readonly limit: number
}

export function runs(filter: RunsFilter) {
  const query = new URLSearchParams({ ...filter, counts: 'true', limit: String(filter.limit) })
  return queryOptions({
    queryKey: ['runs', 'list', filter],
    queryFn: () => call<RunsAnswer>(`/runs?${query.toString()}`),
  })
}
