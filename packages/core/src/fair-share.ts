/**
 * Who is next where several tenants share a queue: start-time fair queueing (Goyal, Vin and Cheng, 1996), with the share
 * of each tenant the same.
 *
 * F1. The jobs of a tenant are tagged one after another, so that each tenant with work gets one turn in every round.
 * F2. Who had no work comes in where the queue now stands: idling saves up nothing, and costs nothing.
 * F3. A tag only orders what waits. A free slot takes the lowest there is, whoever's it is: nothing is ever held back.
 */
export interface Shares {
  /** The lowest tag that waits; null when nothing does. */
  readonly head: number | null
  /** The last tag that each tenant was given. */
  readonly last: ReadonlyMap<string, number>
}

/**
 * The highest tag: the lowest priority that BullMQ takes. Tags start anew whenever nothing waits. Where a queue was not
 * empty once in two million turns, what comes after is served in the order in which it came.
 */
export const MAX_TAG = 2_097_152

/** Tags for jobs of these tenants, in order, and the last tag of each tenant from then on. */
export function shareTags(
  { head, last }: Shares,
  tenants: readonly string[],
): { readonly tags: readonly number[]; readonly last: ReadonlyMap<string, number> } {
  const now = head ?? 1
  const next = new Map(head === null ? [] : last)
  const tags = tenants.map((tenant) => {
    const tag = Math.min(Math.max(now, (next.get(tenant) ?? 0) + 1), MAX_TAG)
    next.set(tenant, tag)
    return tag
  })
  // Who is behind the queue would come in at its head anyway.
  for (const [tenant, tag] of next) if (tag < now) next.delete(tenant)
  return { tags, last: next }
}
