import { QueryClient } from '@tanstack/react-query'
import { Refusal } from './call.ts'

/** What was asked of the API. Nothing grows stale by time: events say when to ask again. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, thrown) => failures < 2 && !(thrown instanceof Refusal && thrown.status < 500),
      },
    },
  })
}
