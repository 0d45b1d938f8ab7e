import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { useLive } from '../../api/live-context.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import type { FollowedRun, FollowedStage } from './model/followed-run.ts'
import { createRunFeed, type FeedState, type Following, type RunFeed } from './model/run-feed.ts'

const FeedContext = createContext<RunFeed | null>(null)

/** Follows a run for whatever is inside, which is shown once the run was read. */
export function FollowRun({ run, children }: { readonly run: string; readonly children: ReactNode }) {
  const [feed] = useState(() => createRunFeed(run))
  const live = useLive()
  useEffect(() => feed.open(), [feed])
  useEffect(
    () =>
      live.onRun((changed) => {
        if (changed === run) feed.again()
      }),
    [run, live, feed],
  )
  const kind = useSyncExternalStore(feed.subscribe, () => feed.state().kind)
  const error = useSyncExternalStore(feed.subscribe, () => errorOf(feed.state()))
  if (error !== null) return <Problem of={error} />
  if (kind === 'reading') return <Loading what="the run" />
  return <FeedContext value={feed}>{children}</FeedContext>
}

function errorOf(state: FeedState): Error | null {
  return state.kind === 'failed' ? state.error : null
}

export function useFeed(): RunFeed {
  const feed = use(FeedContext)
  if (feed === null) throw new Error('no run is followed here')
  return feed
}

/** Something of the run as it now stands. What `select` answers is compared by identity. */
export function useRun<T>(select: (followed: FollowedRun, following: Following) => T): T {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => {
    const state = feed.state()
    if (state.kind !== 'open') throw new Error('the run was not read yet')
    return select(state.followed, state.following)
  })
}

/** One stage as it now stands; null when the run has none of that name. */
export function useStage(id: string): FollowedStage | null {
  return useRun(({ stages }) => stages.get(id) ?? null)
}

/** The whole run, once for each frame in which anything of it changed. */
export function useFollowed(): FollowedRun {
  return useRun((followed) => followed)
}
