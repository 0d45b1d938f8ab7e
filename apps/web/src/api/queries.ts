import type { RunSummary, WhoamiView } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

// The first word of a key says what would have to change for the answer to change: see `live.ts`.

export const whoami = queryOptions({ queryKey: ['whoami'], queryFn: () => call<WhoamiView>('/whoami') })

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
