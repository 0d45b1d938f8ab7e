import type { Actor } from './actor.ts'
import { MusterError } from './error.ts'
import { type Permission, PERMISSIONS, permissionsOf, type Principal } from './principal.ts'

/** A token of the API as the ledger keeps it: of the token itself only the hash. */
export interface TokenRow {
  readonly tenant: string
  readonly id: string
  readonly name: string
  /** Hex SHA-256 of the token. */
  readonly hash: string
  /** What proves that a vote was signed with the token; null in rows from before votes were. */
  readonly voteKey: string | null
  /** Whom it speaks for. */
  readonly actor: Actor
  readonly permissions: readonly Permission[]
  readonly project: string | null
  readonly createdBy: Actor
  readonly createdAt: number
  readonly expiresAt: number
  /** To the minute. */
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
}

/** A session of a browser as the ledger keeps it: of its id only the hash. */
export interface SessionRow {
  readonly tenant: string
  readonly hash: string
  readonly actor: Actor
  readonly permissions: readonly Permission[]
  readonly project: string | null
  readonly login: 'owner' | 'token' | 'oidc'
  /** What it began with: the id of a token, or the hash of what let the owner in; it ends with that. */
  readonly credential: string
  readonly loginAt: number
  readonly seenAt: number
  readonly expiresAt: number
}

/** A token as lists show it. */
export type TokenView = Omit<TokenRow, 'tenant' | 'hash' | 'voteKey'>

export interface TokenBody {
  /** What it is for. */
  readonly name: string
  /** The tenant that it is of, which only the owner of the machine may choose. */
  readonly tenant?: string
  /** Whom it speaks for; whoever makes it unless given. */
  readonly as?: string
  readonly kind?: 'person' | 'script'
  /** Those of whoever makes it unless given. */
  readonly roles?: readonly string[]
  /** Those that the roles grant unless given. */
  readonly permissions?: readonly Permission[]
  readonly project?: string
  /** How long it is good, in milliseconds. */
  readonly forMs?: number
}

/** The answer to a new token: the only time that anybody sees it. */
export interface TokenAnswer {
  readonly token: string
  readonly view: TokenView
}

/** How commands may log in: by which provider, or by a token only. */
export interface LoginWays {
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly scope: string } | null
}

/** Who asks, as they are told. */
export interface WhoamiView extends Principal {
  /** Whether they may vote for others, whom they name. */
  readonly speaksForOthers: boolean
}

export const DEFAULT_TOKEN_MS = 90 * 24 * 60 * 60_000
/** No token outlives a year. */
export const MAX_TOKEN_MS = 366 * 24 * 60 * 60_000

/** What a session may do without a request, and at most, before its person logs in again. */
export const SESSION_IDLE_MS = 60 * 60_000
export const SESSION_MS = 12 * 60 * 60_000

/** How old a login may be for a vote at T3 and above. */
export const FRESH_LOGIN_MS = 5 * 60_000

/**
 * What a new token grants. Throws MUSTER_NOT_ALLOWED for more than whoever makes it may grant.
 *
 * G1. Nobody grants what they may not do themselves, nor beyond their own project, nor by a token for longer than that.
 * G2. Who may not administer makes tokens for nobody but themselves, with roles that they have.
 */
export function grantOf(
  by: Principal,
  body: TokenBody,
): Pick<TokenRow, 'tenant' | 'actor' | 'permissions' | 'project'> & { readonly forMs: number } {
  const { as = by.actor.name, kind = 'person', roles = by.actor.roles } = body
  const refuse = (problem: string): never => {
    throw new MusterError('MUSTER_NOT_ALLOWED', { problem })
  }
  const { tenant = by.tenant } = body
  if (tenant !== by.tenant && by.authentication.by !== 'owner')
    refuse('Only the owner of this Muster may make a token of another tenant.')
  const administers = by.permissions.includes('administer')
  if (!administers && (as !== by.actor.name || kind !== by.actor.kind))
    refuse('You may make tokens for nobody but yourself.')
  const stray = administers ? undefined : roles.find((role) => !by.actor.roles.includes(role))
  if (stray !== undefined) refuse(`You do not have the role \`${stray}\`.`)
  const own = permissionsOf(roles)
  const wanted = body.permissions ?? own.filter((one) => by.permissions.includes(one))
  const beyond = wanted.find((one) => !by.permissions.includes(one))
  if (beyond !== undefined) refuse(`You may not grant \`${beyond}\`, which you may not do yourself.`)
  const project = body.project ?? by.project
  if (by.project !== null && project !== by.project) refuse(`You act in project \`${by.project}\` alone.`)
  const { forMs = DEFAULT_TOKEN_MS } = body
  if (!(forMs > 0 && forMs <= MAX_TOKEN_MS)) refuse('A token is good for at most 366 days.')
  const permissions = PERMISSIONS.filter((one) => wanted.includes(one))
  return { tenant, actor: { kind, name: as, roles }, permissions, project, forMs }
}

/** Whether somebody logged in lately enough to decide at this tier. Throws MUSTER_LOGIN_STALE. */
export function demandFreshLogin({ authentication }: Principal, tier: number, now: number): void {
  if (tier < 3 || authentication.by === 'owner') return
  const { loginAt } = authentication
  if (now - loginAt > FRESH_LOGIN_MS) throw new MusterError('MUSTER_LOGIN_STALE', { tier })
}
