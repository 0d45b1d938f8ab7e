import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  type Clock,
  DEFAULT_TENANT,
  type Ledger,
  MusterError,
  permissionsOf,
  type Principal,
  type SessionRow,
  type TokenRow,
  type VoteJob,
} from '@muster/core'
import { hashSecret, isSignedVote, TOKEN_PREFIX } from '@muster/identity'
import { createSessions, NOTE_MS } from './sessions.ts'

interface DoorOptions {
  readonly ledger: Ledger
  readonly clock: Clock
  /** The name of the local owner. */
  readonly owner: string
  readonly speaksForOthers: boolean
  /** What lets the owner in. */
  readonly token: string
}

/** Finds out who brings a token or a session. */
export interface Door {
  /** Whose token it is; null when it is nobody's, has expired or was revoked. `claimed` is the name that its bearer gives. */
  byToken(token: string, claimed: string | null): Promise<Principal | null>
  bySession(id: string): Promise<Principal | null>
  /** Who signed a vote with a token of theirs; null where `byToken` would know nobody. */
  byVote(job: VoteJob): Promise<Principal | null>
  /** Begins a session for whom a token or a provider has proven; answers its id. */
  begin(principal: Principal): Promise<string>
  end(id: string): Promise<void>
}

export function createDoor(options: DoorOptions): Door {
  const { ledger, clock, owner, speaksForOthers, token: ownerToken } = options
  const sessions = createSessions(ledger, clock)
  const ownerHash = hashSecret(ownerToken)

  // On one machine the owner may give the name of the person at the keyboard: it is recorded as a claim.
  function asOwner(claimed: string | null): Principal {
    const name = (speaksForOthers ? claimed : null) ?? owner
    const roles = ['owner']
    return {
      tenant: DEFAULT_TENANT,
      project: null,
      actor: { kind: 'person', name, roles, ...(name !== owner && { via: owner }) },
      permissions: permissionsOf(roles),
      authentication: { by: 'owner' },
    }
  }

  async function goodToken(hash: string): Promise<TokenRow | null> {
    const row = await ledger.token(hash)
    return row === null || row.revokedAt !== null || clock() >= row.expiresAt ? null : row
  }

  async function holderOf(row: TokenRow): Promise<Principal> {
    const { tenant, id, project, actor, permissions, createdAt: loginAt, lastUsedAt } = row
    const at = clock()
    if (at - (lastUsedAt ?? 0) >= NOTE_MS) await ledger.useToken({ tenant, id, at })
    return { tenant, project, actor, permissions, authentication: { by: 'token', id, loginAt } }
  }

  const isCurrent = ({ login, credential }: SessionRow): boolean =>
    login !== 'owner' || credential === ownerHash

  return {
    async byToken(token, claimed) {
      if (same(token, ownerToken)) return asOwner(claimed)
      if (!token.startsWith(TOKEN_PREFIX)) return null
      const row = await goodToken(hashSecret(token))
      return row === null ? null : holderOf(row)
    },
    async byVote(job) {
      // Whoever has the store can put anything there.
      const { token, vote, signature } = { ...(job as Partial<Record<keyof VoteJob, unknown>> | null) }
      if (typeof token !== 'string' || typeof vote !== 'string' || typeof signature !== 'string') return null
      const row = await goodToken(token)
      if (row === null || row.voteKey === null || !isSignedVote(row.voteKey, vote, signature)) return null
      return holderOf(row)
    },
    bySession: (id) => sessions.find(id, isCurrent),
    begin(principal) {
      const { authentication } = principal
      switch (authentication.by) {
        case 'owner':
          return sessions.begin(principal, 'owner', ownerHash)
        case 'token':
          return sessions.begin(principal, 'token', authentication.id)
        case 'session':
          return sessions.begin(principal, authentication.login, '')
      }
    },
    end: (id) => sessions.end(id),
  }
}

function same(given: string, expected: string): boolean {
  const mac = (text: string) => createHmac('sha256', expected).update(text).digest()
  return timingSafeEqual(mac(given), mac(expected))
}

/** What somebody unknown is told. */
export function unknownCaller(problem: string): MusterError {
  return new MusterError('MUSTER_NOT_AUTHENTICATED', { problem })
}
