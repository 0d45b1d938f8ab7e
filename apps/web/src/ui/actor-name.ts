import type { Actor, Voter } from '@muster/core'

/** Who did it, and who spoke for them. */
export function actorName(by: Actor | Voter): string {
  return !('via' in by) || by.via === undefined ? by.name : `${by.name} (through ${by.via})`
}
