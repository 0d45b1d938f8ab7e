import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'wouter'

export const VIEWS = ['graph', 'timeline', 'table'] as const
export type View = (typeof VIEWS)[number]

const NARROW = '(max-width: 760px)'

/** What is shown of a run, as its address says. */
export interface Address {
  readonly view: View
  /** The stage in the drawer; null for none. */
  readonly stage: string | null
  readonly tab: string | null
  readonly find: string
  readonly status: string
}

type Change = Partial<Record<keyof Address, string | null>>

/** What the address says is shown, and how to have something else shown; null and empty take a word out of it. */
export function useAddress(): readonly [Address, (change: Change, how?: 'replace') => void] {
  const [search, setSearch] = useSearchParams()
  const address = useMemo(
    (): Address => ({
      view:
        VIEWS.find((view) => view === search.get('view')) ?? (matchMedia(NARROW).matches ? 'table' : 'graph'),
      stage: search.get('stage'),
      tab: search.get('tab'),
      find: search.get('find') ?? '',
      status: search.get('status') ?? '',
    }),
    [search],
  )
  const change = useCallback(
    (to: Change, how?: 'replace') =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries(to))
            if (value === null || value === '') after.delete(name)
            else after.set(name, value)
          return after
        },
        { replace: how === 'replace' },
      ),
    [setSearch],
  )
  return [address, change]
}
