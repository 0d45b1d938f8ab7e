import type { Actor } from './actor.ts'
import { MusterError } from './error.ts'
import { NOTICE_KINDS, type NoticeKind } from './notice.ts'

/** `muster`: JSON, signed as Standard Webhooks says. `slack`: a text, to an address that is itself the secret. */
export const WEBHOOK_KINDS = ['muster', 'slack'] as const
export type WebhookKind = (typeof WEBHOOK_KINDS)[number]

/** Where notices of a tenant go, as the ledger keeps it. */
export interface WebhookRow {
  readonly tenant: string
  readonly id: string
  /** What it is for. */
  readonly name: string
  readonly kind: WebhookKind
  /** Of its address, what lists show: paths and queries often hold a secret. */
  readonly host: string
  /** A `WebhookTarget`, encrypted. */
  readonly sealed: string
  readonly events: readonly NoticeKind[]
  readonly createdBy: Actor
  readonly createdAt: number
}

/** A webhook as lists show it. */
export type WebhookView = Omit<WebhookRow, 'tenant' | 'sealed'>

/** What it takes to tell a webhook something. */
export interface WebhookTarget {
  readonly url: string
  readonly kind: WebhookKind
  /** The key of the signature, in base64; null for Slack. */
  readonly key: string | null
}

export interface WebhookBody {
  readonly name: string
  readonly url: string
  /** `muster` unless given. */
  readonly kind?: WebhookKind
  /** What it is told of; all that gates come to unless given. */
  readonly events?: readonly NoticeKind[]
}

/** The answer to a new webhook: the only time that anybody sees the secret of its signatures; Slack has none. */
export interface WebhookAnswer {
  readonly webhook: WebhookView
  readonly secret: string | null
}

export interface WebhooksAnswer {
  readonly webhooks: readonly WebhookView[]
}

/** A webhook that is told nothing more. */
export interface RemovedWebhook {
  readonly id: string
  readonly removed: true
}

/** What came of trying a webhook. */
export interface WebhookTestAnswer {
  readonly id: string
  readonly delivered: boolean
  /** Why it was not; null when it was. */
  readonly problem: string | null
}

/** What a webhook is told of that was asked for nothing else. */
export const DEFAULT_EVENTS: readonly NoticeKind[] = NOTICE_KINDS.filter((kind) => kind.startsWith('gate.'))

/** Webhooks that a tenant may have: each notice goes to all of them. */
export const MOST_WEBHOOKS = 50

const MOST_URL = 2_000

/**
 * The address of a webhook, checked: https, unless its host is one of `hosts`, which may be reached by http and be loopback
 * or private. Throws MUSTER_WEBHOOK_ADDRESS, which does not repeat it: it may be a secret.
 */
export function readWebhookUrl(given: string, hosts: readonly string[]): URL {
  const refuse = (problem: string): never => {
    throw new MusterError('MUSTER_WEBHOOK_ADDRESS', { problem })
  }
  if (given.length > MOST_URL) return refuse(`it is longer than ${MOST_URL} characters`)
  if (!URL.canParse(given)) return refuse('it is none')
  const url = new URL(given)
  const open = url.protocol === 'http:' && isOpenHost(url, hosts)
  if (url.protocol !== 'https:' && !open) return refuse('it does not begin with https://')
  if (url.username !== '' || url.password !== '') return refuse('it holds a name or a password')
  url.hash = ''
  return url
}

/** Whether a host is one of those that may be reached by http and be loopback or private. */
export function isOpenHost({ host, hostname }: URL, hosts: readonly string[]): boolean {
  return hosts.includes(host) || hosts.includes(hostname)
}

/** The hosts that MUSTER_WEBHOOK_HOSTS names, with a port or without. Throws MUSTER_CONFIG. */
export function readWebhookHosts(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = env['MUSTER_WEBHOOK_HOSTS'] ?? ''
  const hosts = given.split(',').map((host) => host.trim().toLowerCase())
  return hosts.filter((host) => {
    if (host !== '' && !/^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host))
      throw new MusterError('MUSTER_CONFIG', {
        name: 'MUSTER_WEBHOOK_HOSTS',
        given: host,
        expected: 'names of hosts, with a port or without, separated by commas',
      })
    return host !== ''
  })
}
