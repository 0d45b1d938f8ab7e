import { type AttemptJob, type ClarifiedPlan, digestOf, type JsonObject } from '@muster/core'

/** A plan as the ledger binds it: permits and approvals are bound to the digest. */
export type SealedPlan = { readonly plan: JsonObject; readonly planDigest: string }

/**
 * A plan with its digest. After a clarification it says which plan it replaces, so that its digest is another one even
 * when the agent intends the same again: nothing that was granted to the void plan fits it.
 */
export function sealPlan({ clarification }: AttemptJob, planned: JsonObject): SealedPlan {
  const plan = clarification === null ? planned : { ...planned, clarifies: clarifies(clarification) }
  return { plan, planDigest: digestOf(plan) }
}

function clarifies({ number, voids, review }: ClarifiedPlan): JsonObject {
  return { number, voids, ...(review === undefined ? {} : { gate: review.gate, round: review.round }) }
}
