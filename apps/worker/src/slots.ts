import type { Tier } from '@muster/core'

/** How many agents of each tier a worker works for at a time, whichever queue they come from. */
export interface Slots {
  /** Takes a slot of a tier for a job of its queue or of the worker's own; answers whether there was one. */
  take(tier: Tier, own: boolean): boolean
  free(tier: Tier, own: boolean): void
}

/** `onRoom` hears how many slots of a tier its own queue may use, which are those that the worker's queue does not. */
export function createSlots(
  tiers: readonly Tier[],
  each: number,
  onRoom: (tier: Tier, slots: number) => void,
): Slots {
  const taken = new Map(tiers.map((tier) => [tier, { all: 0, own: 0 }]))
  return {
    take(tier, own) {
      const slots = taken.get(tier)
      // Somebody may have sent an attempt here whose tier this worker does not serve.
      if (slots === undefined || slots.all >= each) return false
      slots.all += 1
      if (own) {
        slots.own += 1
        onRoom(tier, each - slots.own)
      }
      return true
    },
    free(tier, own) {
      const slots = taken.get(tier)
      if (slots === undefined) return
      slots.all -= 1
      if (!own) return
      slots.own -= 1
      onRoom(tier, each - slots.own)
    },
  }
}
