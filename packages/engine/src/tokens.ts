import {
  type Actor,
  grantOf,
  MusterError,
  NOTHING_REVOKED,
  type Principal,
  type TokenAnswer,
  type TokenBody,
  type TokenLink,
  type TokenRow,
  type TokenView,
  type SealedRevocation,
  sealNext,
  withRevocations,
} from '@muster/core'
import { makeSecret, TOKEN_PREFIX, voteKeyOf } from '@muster/identity'
import type { EngineDeps } from './deps.ts'

/** Tokens of the API: made, listed and revoked, each with a link of their tenant's chain. */
export interface Tokens {
  /** Throws MUSTER_NOT_ALLOWED for more than `by` may grant. */
  create(by: Principal, body: TokenBody): Promise<TokenAnswer>
  /** Those that `by` may see: their own, or all of the tenant for who administers it. */
  list(by: Principal): Promise<readonly TokenView[]>
  /** Throws MUSTER_TOKEN_NOT_FOUND, also for one that `by` may not see. */
  revoke(by: Principal, id: string, reason: string | null): Promise<void>
}

export function createTokens({ ledger, clock }: Pick<EngineDeps, 'ledger' | 'clock'>): Tokens {
  function linkOf(kind: TokenLink['kind'], tenant: string, target: string, by: Actor, reason: string) {
    return (links: readonly SealedRevocation[]): SealedRevocation => {
      const known = withRevocations(NOTHING_REVOKED, links)
      return sealNext(known, { tenant, at: clock(), kind, scope: 'token', target, by, reason })
    }
  }

  const visible = async (by: Principal): Promise<readonly TokenRow[]> =>
    (await ledger.tokens(by.tenant)).filter(
      ({ actor, project }) =>
        (by.project === null || project === by.project) &&
        (by.permissions.includes('administer') ||
          (actor.name === by.actor.name && actor.kind === by.actor.kind)),
    )

  return {
    async create(by, body) {
      const { forMs, ...grant } = grantOf(by, body)
      const now = clock()
      const { text: token, hash } = makeSecret(TOKEN_PREFIX)
      const row: TokenRow = {
        // Long enough to be the only one, too short to be of use.
        id: hash.slice(0, 12),
        name: body.name,
        hash,
        voteKey: voteKeyOf(token),
        ...grant,
        createdBy: by.actor,
        createdAt: now,
        expiresAt: now + forMs,
        lastUsedAt: null,
        revokedAt: null,
      }
      const { actor, permissions } = grant
      const until = new Date(row.expiresAt).toISOString()
      const reason = `${body.name}: ${actor.name} may ${permissions.join(', ')} until ${until}`
      await ledger.addToken(row, linkOf('granted', row.tenant, row.id, by.actor, reason))
      return { token, view: viewOf(row) }
    },
    list: async (by) => (await visible(by)).map(viewOf),
    async revoke(by, id, reason) {
      const { tenant, actor } = by
      const known = (await visible(by)).some((row) => row.id === id)
      const link = linkOf('revoked', tenant, id, actor, reason ?? '')
      if (!known || !(await ledger.revokeToken({ tenant, id, at: clock() }, link)))
        throw new MusterError('MUSTER_TOKEN_NOT_FOUND', { token: id })
    },
  }
}

function viewOf({ tenant: _tenant, hash: _hash, voteKey: _voteKey, ...view }: TokenRow): TokenView {
  return view
}
