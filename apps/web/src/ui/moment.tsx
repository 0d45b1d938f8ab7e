import { useSyncExternalStore } from 'react'
import { span } from './span.ts'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const one of listeners) one()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** The time, once a second, of the whole page at once. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

/** A moment that goes on ticking: how long ago it was, how long it has lasted, or how long until it comes. */
export function Moment({ at, as }: { readonly at: number; readonly as: 'ago' | 'since' | 'until' }) {
  const away = useNow() - at
  const date = new Date(at)
  const told = as === 'until' && away >= 0 ? 'now' : span(Math.abs(away))
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {as === 'ago' ? `${told} ago` : told}
    </time>
  )
}
