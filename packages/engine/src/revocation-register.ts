import {
  type Ledger,
  type NamedPolicies,
  NOTHING_REVOKED,
  type Revoked,
  type StandingRevocation,
  withRevocations,
} from '@muster/core'

/** What is revoked beyond single runs, as this process knows it: whoever is behind finds out when his commit fails. */
export interface RevocationRegister {
  known(): Revoked
  /** Reads what was appended since. */
  refresh(): Promise<void>
  /** What stands revoked and came to be known since this was last asked. */
  news(): readonly StandingRevocation[]
}

/** `follow` is told of the policies that are named; what was read counts as known only when it has followed. */
export function createRevocationRegister(
  ledger: Pick<Ledger, 'revocations'>,
  follow: (named: NamedPolicies) => Promise<void>,
): RevocationRegister {
  let revoked: Revoked = NOTHING_REVOKED
  let told = revoked
  return {
    known: () => revoked,
    async refresh() {
      const known = new Map([...revoked.heads].map(([tenant, { seq }]) => [tenant, seq]))
      // Another refresh may come first: what it took is passed over.
      const links = await ledger.revocations(known)
      const { policies } = withRevocations(revoked, links)
      if (policies !== null) await follow(policies)
      revoked = withRevocations(revoked, links)
    },
    news() {
      const before = told
      told = revoked
      return [...revoked.standing.values()].filter(
        ({ tenant, seq }) => seq > (before.heads.get(tenant)?.seq ?? 0),
      )
    },
  }
}
