import type { InboxItem } from '@muster/core'
import { useInbox } from '../../api/gate-lists.ts'

interface Walk {
  /** Its place among those that wait, from 1; null when it is none of them. */
  readonly place: number | null
  readonly waiting: number
  readonly next: InboxItem | null
  readonly previous: InboxItem | null
}

/** Where a gate stands among those that wait for whoever looks. What is decided is followed by the first that waits. */
export function useWalk(gate: string): Walk {
  const items = useInbox().rows ?? []
  const index = items.findIndex((item) => item.gate.id === gate)
  return {
    place: index < 0 ? null : index + 1,
    waiting: items.length,
    next: items[index + 1] ?? null,
    previous: index < 0 ? null : (items[index - 1] ?? null),
  }
}
