import type { KeyboardEvent } from 'react'

/** Goes by arrow keys from what is looked for to what was found, from one to the next, and back. */
export function step(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const page = event.currentTarget.closest('.search-page')
  if (by === undefined || page === null) return
  const stops = [...page.querySelectorAll<HTMLElement>('.search-text, .hits a')]
  const next = stops[stops.indexOf(event.currentTarget) + by]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}
