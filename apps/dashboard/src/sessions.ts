import {
  type Clock,
  type Ledger,
  type Principal,
  SESSION_IDLE_MS,
  SESSION_MS,
  type SessionRow,
} from '@muster/core'
import { hashSecret, makeSecret } from '@muster/identity'

/** How often it is noted that a session, or a token, is in use. */
export const NOTE_MS = 60_000

/** Sessions of browsers: known by the hash of an id that is made anew at every login. */
export interface Sessions {
  /** Begins one; answers its id. */
  begin(principal: Principal, login: SessionRow['login'], credential: string): Promise<string>
  /** Who a session is of; null when there is none, or it was idle or open for too long. */
  find(id: string, isCurrent: (row: SessionRow) => boolean): Promise<Principal | null>
  end(id: string): Promise<void>
}

export function createSessions(
  ledger: Pick<Ledger, 'addSession' | 'session' | 'useSession' | 'endSession'>,
  clock: Clock,
): Sessions {
  return {
    async begin({ tenant, actor, permissions, project }, login, credential) {
      const { text, hash } = makeSecret()
      const loginAt = clock()
      const times = { loginAt, seenAt: loginAt, expiresAt: loginAt + SESSION_MS }
      await ledger.addSession({ tenant, hash, actor, permissions, project, login, credential, ...times })
      return text
    },
    async find(id, isCurrent) {
      const row = await ledger.session(hashSecret(id))
      if (row === null) return null
      const { tenant, hash, actor, permissions, project, login, loginAt, seenAt, expiresAt } = row
      const now = clock()
      if (now >= expiresAt || now - seenAt >= SESSION_IDLE_MS || !isCurrent(row)) return null
      if (now - seenAt >= NOTE_MS) await ledger.useSession({ tenant, hash, at: now })
      const authentication = { by: 'session', id: hash.slice(0, 12), login, loginAt } as const
      return { tenant, project, actor, permissions, authentication }
    },
    async end(id) {
      const hash = hashSecret(id)
      const row = await ledger.session(hash)
      if (row !== null) await ledger.endSession({ tenant: row.tenant, hash, now: clock() })
    },
  }
}
