/**
 * Who is next where several tenants share a queue: start-time fair queueing (Goyal, Vin and Cheng, 1996), with the share
 * of each tenant the same, in two bands of which the first goes before the second. A turn is a priority: the lowest is next.
 *
 * F1. The turns of a tenant in a band follow one another, so that each tenant with work gets one in every round.
 * F2. Who had no work comes in where the queue now stands: idling saves up nothing, and costs nothing.
 * F3. A turn only orders what waits. A free slot takes the lowest there is, whoever's it is: nothing is ever held back.
 * F4. An agent that has begun is in the first band, so that few are open at a time, and so are the first new ones of a
 *     tenant: what others have begun keeps nobody from beginning.
 */
export interface Turns {
  /** The lowest turn that waits in each band; null when nothing does. */
  readonly heads: Readonly<Record<Band, number | null>>
  /** The last turn of each tenant in each band, by names that only this file makes. */
  readonly last: ReadonlyMap<string, number>
}

export const BANDS = ['first', 'second'] as const
export type Band = (typeof BANDS)[number]

/**
 * The turns of a band: 2,097,152 is the lowest priority that BullMQ takes. They start anew whenever nothing waits in it.
 * Where a band was not empty once in a million turns, what comes after is served in the order in which it came.
 */
export const BAND_TURNS: Readonly<Record<Band, { readonly from: number; readonly to: number }>> = {
  first: { from: 1, to: 1_048_576 },
  second: { from: 1_048_577, to: 2_097_152 },
}

/** How many turns behind the head of the first band a new agent may come in there. */
const NEAR = 8

/** What waits for a turn. */
export interface Waiting {
  readonly tenant: string
  /** Whether its agent has begun. */
  readonly begun: boolean
}

/** Turns for these, in order, and the last turns from then on. */
export function giveTurns(
  { heads, last }: Turns,
  waiting: readonly Waiting[],
): { readonly turns: readonly number[]; readonly last: Turns['last'] } {
  // Who is behind the head comes in there anyway.
  const next = new Map(
    [...last].filter(([, turn]) => turn >= (heads[bandOf(turn)] ?? Number.POSITIVE_INFINITY)),
  )
  const headOf = (band: Band) => heads[band] ?? BAND_TURNS[band].from
  const nextOf = (tenant: string, band: Band) => {
    const turn = Math.max(headOf(band), (next.get(nameOf(tenant, band)) ?? 0) + 1)
    return Math.min(turn, BAND_TURNS[band].to)
  }
  const turns = waiting.map(({ tenant, begun }) => {
    const near = nextOf(tenant, 'first') - headOf('first') < NEAR
    const band = begun || near ? 'first' : 'second'
    const turn = nextOf(tenant, band)
    next.set(nameOf(tenant, band), turn)
    return turn
  })
  return { turns, last: next }
}

function bandOf(turn: number): Band {
  return turn <= BAND_TURNS.first.to ? 'first' : 'second'
}

/** No tenant's name holds a slash. */
function nameOf(tenant: string, band: Band): string {
  return `${tenant}/${band}`
}
