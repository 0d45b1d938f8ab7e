import { AGENT_PHASES_ORDERED, type Tier } from '@muster/core'

/** How many agents of each tier a worker works for at a time, whichever queue they come from. */
export interface Slots {
  /**
   * Takes a slot of a tier for a job of its queue, which is new here, or of the worker's own, which is not. Answers
   * whether there was one within `waitMs`.
   */
  take(tier: Tier, own: boolean, waitMs: number): Promise<boolean>
  free(tier: Tier, own: boolean): void
}

/** For so long a free slot is kept from what is new: whoever left it may have more of the worker's own to do. */
const GRACE_MS = 10
/** Of so many slots that come free what is new gets one: as many agents begin as end. */
const ROUND = AGENT_PHASES_ORDERED.length

interface TierSlots {
  taken: number
  /** Jobs of the worker's own queue that have a slot or wait for one. */
  own: number
  freed: number
  readonly waiting: { readonly own: (() => void)[]; readonly fresh: (() => void)[] }
}

/** `onRoom` hears how many slots of a tier its own queue may use, which are those that the worker's queue does not. */
export function createSlots(
  tiers: readonly Tier[],
  each: number,
  onRoom: (tier: Tier, slots: number) => void,
): Slots {
  const all = new Map<Tier, TierSlots>(
    tiers.map((tier) => [tier, { taken: 0, own: 0, freed: 0, waiting: { own: [], fresh: [] } }]),
  )

  const count = (tier: Tier, slots: TierSlots, more: 1 | -1): void => {
    slots.own += more
    onRoom(tier, each - slots.own)
  }

  const offer = (slots: TierSlots): void => {
    if (slots.taken === each) return
    const next = slots.waiting.fresh.shift()
    if (next === undefined) return
    slots.taken += 1
    next()
  }

  return {
    async take(tier, own, waitMs) {
      const slots = all.get(tier)
      // Somebody may have sent an attempt here whose tier this worker does not serve.
      if (slots === undefined) return false
      if (own) count(tier, slots, 1)
      if (slots.taken < each) {
        slots.taken += 1
        return true
      }
      // Whoever frees a slot hands it on.
      if (await handed(own ? slots.waiting.own : slots.waiting.fresh, waitMs)) return true
      if (own) count(tier, slots, -1)
      return false
    },
    free(tier, own) {
      const slots = all.get(tier)
      if (slots === undefined) return
      if (own) count(tier, slots, -1)
      slots.freed += 1
      const { waiting } = slots
      const turn = slots.freed % ROUND === 0 ? waiting.fresh.shift() : undefined
      const next = turn ?? waiting.own.shift()
      if (next !== undefined) return next()
      slots.taken -= 1
      if (waiting.fresh.length > 0) setTimeout(() => offer(slots), GRACE_MS)
    },
  }
}

/** Waits in a line for what somebody hands on; answers whether it came in time. */
function handed(line: (() => void)[], waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const next = () => {
      clearTimeout(limit)
      resolve(true)
    }
    const limit = setTimeout(() => {
      line.splice(line.indexOf(next), 1)
      resolve(false)
    }, waitMs)
    line.push(next)
  })
}
