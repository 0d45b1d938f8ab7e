import type { Actor } from '@muster/core'

/** Who did it, and who spoke for them. */
export function actorName(by: Actor): string {
  return by.via === undefined ? by.name : `${by.name} (through ${by.via})`
}
