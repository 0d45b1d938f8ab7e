import { DEFAULT_TENANT, MusterError } from '@muster/core'
import type { OidcSetting } from './oidc.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The OpenID provider that the environment names, or null. Throws MUSTER_CONFIG. */
export function readOidc(env: Environment): OidcSetting | null {
  const given = (name: string): string | null => env[name] || null
  const need = (name: string, expected: string): string => {
    const value = given(name)
    if (value === null) throw new MusterError('MUSTER_CONFIG', { name, given: '', expected })
    return value
  }
  const issuer = given('MUSTER_OIDC_ISSUER')
  if (issuer === null) return null
  if (!URL.canParse(issuer))
    throw new MusterError('MUSTER_CONFIG', {
      name: 'MUSTER_OIDC_ISSUER',
      given: issuer,
      expected: 'the https:// address of an OpenID provider',
    })
  return {
    issuer,
    clientId: need('MUSTER_OIDC_CLIENT_ID', 'the id of this client at the provider'),
    clientSecret: given('MUSTER_OIDC_CLIENT_SECRET'),
    cliClientId: given('MUSTER_OIDC_CLI_CLIENT_ID'),
    publicUrl: need('MUSTER_PUBLIC_URL', 'the address at which browsers reach this dashboard').replace(
      /\/+$/,
      '',
    ),
    scope: given('MUSTER_OIDC_SCOPE') ?? 'openid profile email',
    nameClaim: given('MUSTER_OIDC_NAME_CLAIM') ?? 'email',
    rolesClaim: given('MUSTER_OIDC_ROLES_CLAIM') ?? 'roles',
    tenantClaim: given('MUSTER_OIDC_TENANT_CLAIM'),
    tenant: given('MUSTER_OIDC_TENANT') ?? DEFAULT_TENANT,
  }
}
