import { type Actor, type Clock, MusterError, permissionsOf, type Principal } from '@muster/core'
import type { Configuration } from 'openid-client'

/** A provider that knows the people, and how its claims are read. */
export interface OidcSetting {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | null
  /** A public client for commands, which log in by the device flow; null when there is none. */
  readonly cliClientId: string | null
  /** Where browsers reach this Muster, without a slash at the end. */
  readonly publicUrl: string
  readonly scope: string
  readonly nameClaim: string
  readonly rolesClaim: string
  /** Null puts everyone into `tenant`. */
  readonly tenantClaim: string | null
  readonly tenant: string
}

/** What a browser keeps from the start of a login to its end. */
export interface LoginState {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface Oidc {
  readonly setting: OidcSetting
  /** Where to send a browser, and what it must bring back (RFC 6749 with PKCE, RFC 7636). */
  begin(): Promise<{ readonly url: string; readonly kept: LoginState }>
  /** Who came back. Throws MUSTER_NOT_AUTHENTICATED. */
  finish(query: string, kept: LoginState): Promise<Principal>
  /** Who an ID token is of that a command got by the device flow just now. Throws MUSTER_NOT_AUTHENTICATED. */
  byIdToken(idToken: string): Promise<Principal>
}

/** How old an ID token may be with which a command logs in. */
const FRESH_SECONDS = 5 * 60
/** How far the clocks of the provider and of this Muster may be apart. */
const SKEW_SECONDS = 5

/** Logs people in by OpenID Connect. The provider is asked who it is at the first login. */
export function createOidc(setting: OidcSetting, clock: Clock): Oidc {
  const redirect = `${setting.publicUrl}/login/callback`
  let discovered: Promise<Configuration> | null = null
  const configuration = (): Promise<Configuration> => {
    discovered ??= discover(setting)
    discovered.catch(() => {
      discovered = null
    })
    return discovered
  }

  return {
    setting,
    async begin() {
      const client = await import('openid-client')
      const verifier = client.randomPKCECodeVerifier()
      const kept = { state: client.randomState(), nonce: client.randomNonce(), verifier }
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirect,
        scope: setting.scope,
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, kept }
    },
    async finish(query, { state, nonce, verifier }) {
      const client = await import('openid-client')
      const here = new URL(`${redirect}?${query}`)
      const checks = {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      }
      const tokens = await client
        .authorizationCodeGrant(await configuration(), here, checks)
        .catch((thrown: unknown) => refuse(thrown))
      return principalOf(tokens.claims() ?? {}, setting, clock())
    },
    async byIdToken(idToken) {
      const { createRemoteJWKSet, jwtVerify } = await import('jose')
      const { jwks_uri: keys = '', issuer } = (await configuration()).serverMetadata()
      const { payload } = await jwtVerify(idToken, createRemoteJWKSet(new URL(keys)), {
        issuer,
        audience: setting.cliClientId ?? '',
        maxTokenAge: FRESH_SECONDS,
        clockTolerance: SKEW_SECONDS,
        currentDate: new Date(clock()),
      }).catch((thrown: unknown) => refuse(thrown))
      return principalOf(payload, setting, clock())
    },
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcSetting): Promise<Configuration> {
  const client = await import('openid-client')
  const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(`${issuer}/`)
  return client.discovery(
    new URL(issuer),
    clientId,
    clientSecret ?? undefined,
    clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
    // A provider on this very machine, as in tests, may do without TLS.
    local ? { execute: [client.allowInsecureRequests] } : {},
  )
}

/** The principal that claims make: roles as far as they are texts, and nothing of what is missing. */
export function principalOf(
  claims: Readonly<Record<string, unknown>>,
  { nameClaim, rolesClaim, tenantClaim, tenant }: OidcSetting,
  now: number,
): Principal {
  const name = claims[nameClaim] ?? claims['sub']
  if (typeof name !== 'string' || name === '')
    return refuse(new Error(`the claim \`${nameClaim}\` is missing`))
  const given = claims[rolesClaim]
  const roles = (Array.isArray(given) ? given : typeof given === 'string' ? given.split(/[\s,]+/) : [])
    .filter((role): role is string => typeof role === 'string' && role !== '')
    // The owner is who holds the machine: no provider makes one.
    .filter((role) => role !== 'owner')
  const of = tenantClaim === null ? tenant : claims[tenantClaim]
  if (typeof of !== 'string' || of === '')
    return refuse(new Error('the claim that names the tenant is missing'))
  const actor: Actor = { kind: 'person', name, roles }
  const authentication = { by: 'session', id: '', login: 'oidc', loginAt: now } as const
  return { tenant: of, project: null, actor, permissions: permissionsOf(roles), authentication }
}

function refuse(thrown: unknown): never {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  throw new MusterError('MUSTER_NOT_AUTHENTICATED', { problem: `The login did not succeed: ${reason}.` })
}
