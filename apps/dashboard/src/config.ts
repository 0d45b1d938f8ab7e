import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import {
  DEFAULT_HOME,
  fleetKeyFile,
  keySecretFile,
  MusterError,
  type Retention,
  readRetention,
  readWebhookHosts,
} from '@muster/core'
import { ownPolicies } from '@muster/policy'
import { readS3Setting, type S3Setting } from '@muster/runtime'
import type { OidcSetting } from './oidc.ts'
import { readOidc } from './read-oidc.ts'

/** All that a dashboard process is told, complete. */
export interface DashboardConfig {
  readonly storeUrl: string
  readonly ledgerUrl: string
  readonly host: string
  readonly port: number
  readonly home: string
  /** The bucket that artifacts are in; null keeps them in its home. */
  readonly bucket: S3Setting | null
  readonly owner: string
  readonly token: string | null
  readonly oidc: OidcSetting | null
  /** The file of the secret by which the ledger keeps signing keys. */
  readonly keySecretFile: string
  /** The file of the key that jobs are sealed with, which planners and workers share. */
  readonly fleetKeyFile: string
  readonly requestsPerMinute: number
  readonly logLevel: string
  readonly retention: Retention
  /** Hosts that webhooks may reach by http, and at loopback and private addresses. */
  readonly webhookHosts: readonly string[]
  /** Where templates and pipelines of the user's own are; those that Muster ships come after. */
  readonly templates: string
  readonly pipelines: string
  /** Where the operator's own policies are; null for none. */
  readonly policies: string | null
}

type Environment = Readonly<Record<string, string | undefined>>

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** The configuration of a dashboard that runs alone. Throws MUSTER_CONFIG. */
export function readConfig(env: Environment, cwd: string): DashboardConfig {
  const given = (name: string) => (env[name] === '' ? undefined : env[name])
  const need = (name: string, expected: string) => given(name) ?? refuse(name, '', expected)
  const port = given('MUSTER_PORT') ?? '4680'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    refuse('MUSTER_PORT', port, 'a port from 0 to 65535; 0 takes a free one')
  const rate = given('MUSTER_RATE_LIMIT') ?? '1200'
  if (!/^[1-9]\d{0,6}$/.test(rate)) refuse('MUSTER_RATE_LIMIT', rate, 'a number of requests in a minute')
  const logLevel = given('MUSTER_LOG_LEVEL') ?? 'info'
  if (!LEVELS.includes(logLevel)) refuse('MUSTER_LOG_LEVEL', logLevel, `one of ${LEVELS.join(', ')}`)
  const home = resolve(cwd, given('MUSTER_HOME') ?? DEFAULT_HOME)
  return {
    storeUrl: need('MUSTER_STORE_URL', 'a redis:// address: a dashboard of its own shares the store'),
    ledgerUrl: need('MUSTER_LEDGER_URL', 'a postgres:// address: a dashboard of its own shares the ledger'),
    host: given('MUSTER_HOST') ?? '127.0.0.1',
    port: Number(port),
    home,
    bucket: readS3Setting(env),
    owner: given('MUSTER_OWNER') ?? ownName(),
    token: given('MUSTER_TOKEN') ?? null,
    oidc: readOidc(env),
    keySecretFile: given('MUSTER_KEY_SECRET') ?? keySecretFile(home),
    fleetKeyFile: given('MUSTER_FLEET_KEY') ?? fleetKeyFile(home),
    requestsPerMinute: Number(rate),
    logLevel,
    retention: readRetention(env),
    webhookHosts: readWebhookHosts(env),
    templates: resolve(cwd, given('MUSTER_TEMPLATES') ?? 'templates'),
    pipelines: resolve(cwd, given('MUSTER_PIPELINES') ?? 'pipelines'),
    policies: ownPolicies(env, cwd),
  }
}

function refuse(name: string, given: string, expected: string): never {
  throw new MusterError('MUSTER_CONFIG', { name, given, expected })
}

// In a container the user may have no name.
function ownName(): string {
  try {
    return userInfo().username
  } catch {
    return 'owner'
  }
}
