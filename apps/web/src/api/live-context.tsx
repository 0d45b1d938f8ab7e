import { createContext, type ReactNode, use, useSyncExternalStore } from 'react'
import type { Connection, Live } from './live.ts'

const LiveContext = createContext<Live | null>(null)

export function LiveProvider({ live, children }: { readonly live: Live; readonly children: ReactNode }) {
  return <LiveContext value={live}>{children}</LiveContext>
}

/** What is told by the server as it happens. */
export function useLive(): Live {
  const live = use(LiveContext)
  if (live === null) throw new Error('nothing provides what happens on the server')
  return live
}

/** Whether what is seen is what is so. */
export function useConnection(): Connection {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, live.connection)
}
