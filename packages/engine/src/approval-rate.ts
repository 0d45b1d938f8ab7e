import { type Actor, APPROVALS_WINDOW_MS, type Clock } from '@muster/core'

/** How often people approve, as far as this process sees: an input of policies against approving in haste. */
export interface ApprovalRate {
  /** Approvals of a person within APPROVALS_WINDOW_MS. */
  recent(tenant: string, voter: Actor): number
  note(tenant: string, voter: Actor): void
}

/** People whose approvals are remembered; whoever approved longest ago is forgotten first. */
const MOST_PEOPLE = 10_000

export function createApprovalRate(clock: Clock): ApprovalRate {
  const times = new Map<string, readonly number[]>()
  const keyOf = (tenant: string, { via, name }: Actor) => JSON.stringify([tenant, via ?? name])
  const recentOf = (key: string) => {
    const since = clock() - APPROVALS_WINDOW_MS
    return (times.get(key) ?? []).filter((at) => at > since)
  }
  return {
    recent: (tenant, voter) => recentOf(keyOf(tenant, voter)).length,
    note(tenant, voter) {
      const key = keyOf(tenant, voter)
      const recent = [...recentOf(key), clock()]
      times.delete(key)
      times.set(key, recent)
      const [oldest] = times.keys()
      if (times.size > MOST_PEOPLE && oldest !== undefined) times.delete(oldest)
    },
  }
}
