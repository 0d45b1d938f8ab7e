import { randomBytes } from 'node:crypto'
import {
  DEFAULT_EVENTS,
  MOST_WEBHOOKS,
  MusterError,
  NOTHING_REVOKED,
  type PolicyGround,
  type Principal,
  readWebhookUrl,
  type SealedRevocation,
  sealNext,
  type WebhookAnswer,
  type WebhookBody,
  type WebhookLink,
  type WebhookRow,
  type WebhookTarget,
  type WebhookView,
  withRevocations,
} from '@muster/core'
import type { KeySecret } from '@muster/identity'
import type { EngineDeps } from './deps.ts'

/** As Standard Webhooks has them: 24 to 64 bytes. */
const KEY_BYTES = 32
const KEY_PREFIX = 'whsec_'
const ID_BYTES = 6

/**
 * Where the notices of each tenant go.
 *
 * W1. Addresses and keys are kept encrypted, each for its own webhook alone; lists show hosts.
 * W2. Each is added and removed with a link of its tenant's chain: whatever is decided after it is told accordingly.
 */
export interface Webhooks {
  /** Throws MUSTER_WEBHOOK_ADDRESS, and MUSTER_QUOTA past what a tenant may have. */
  add(by: Principal, body: WebhookBody, policy: PolicyGround): Promise<WebhookAnswer>
  list(tenant: string): Promise<readonly WebhookView[]>
  /** Throws MUSTER_WEBHOOK_NOT_FOUND. */
  remove(by: Principal, id: string, policy: PolicyGround): Promise<void>
  /** What it takes to tell one, or null when there is none. Throws MUSTER_KEYS_LOCKED. */
  target(tenant: string, id: string): Promise<WebhookTarget | null>
  /** Whether those there are can be told; all are encrypted with the newest secret then. Throws MUSTER_KEYS_LOCKED. */
  check(): Promise<void>
}

/** `hosts` are those that may be reached by http and be loopback or private. */
export function createWebhooks({
  ledger,
  clock,
  secret,
  hosts,
}: Pick<EngineDeps, 'ledger' | 'clock'> & {
  readonly secret: KeySecret
  readonly hosts: readonly string[]
}): Webhooks {
  const open = ({ tenant, id, sealed }: WebhookRow): string => secret.decrypt(sealed, aboutOf(tenant, id))

  function linkOf(link: Omit<WebhookLink, 'seq' | 'at' | 'scope'>) {
    return (links: readonly SealedRevocation[]): SealedRevocation => {
      const known = withRevocations(NOTHING_REVOKED, links)
      if (link.kind === 'added' && (known.webhooks.get(link.tenant)?.size ?? 0) >= MOST_WEBHOOKS)
        throw new MusterError('MUSTER_QUOTA', { problem: `A tenant has at most ${MOST_WEBHOOKS} webhooks.` })
      return sealNext(known, { ...link, at: clock(), scope: 'webhook' })
    }
  }

  return {
    async add({ tenant, actor: by }, body, policy) {
      const { kind = 'muster', events = DEFAULT_EVENTS, name } = body
      const url = readWebhookUrl(body.url, hosts)
      const id = randomBytes(ID_BYTES).toString('hex')
      const key = kind === 'muster' ? randomBytes(KEY_BYTES).toString('base64') : null
      const target: WebhookTarget = { url: url.href, kind, key }
      secret.make()
      const sealed = secret.encrypt(JSON.stringify(target), aboutOf(tenant, id))
      const row = {
        tenant,
        id,
        name,
        kind,
        host: url.host,
        sealed,
        events,
        createdBy: by,
        createdAt: clock(),
      }
      const reason = `${name}: ${url.host}`
      await ledger.addWebhook(row, linkOf({ tenant, kind: 'added', target: id, events, by, reason, policy }))
      return { webhook: viewOf(row), secret: key === null ? null : KEY_PREFIX + key }
    },
    list: async (tenant) => (await ledger.webhooks(tenant)).map(viewOf),
    async remove({ tenant, actor: by }, id, policy) {
      const link = { tenant, kind: 'removed', target: id, events: [], by, reason: '', policy } as const
      if (!(await ledger.removeWebhook({ tenant, id }, linkOf(link))))
        throw new MusterError('MUSTER_WEBHOOK_NOT_FOUND', { webhook: id })
    },
    async target(tenant, id) {
      const row = await ledger.webhook(tenant, id)
      return row === null ? null : (JSON.parse(open(row)) as WebhookTarget)
    },
    check: () =>
      ledger.sealWebhooks((known) =>
        known
          .map((row) => ({ row, text: open(row) }))
          .filter(({ row }) => !secret.isCurrent(row.sealed))
          .map(({ row, text }) => ({ ...row, sealed: secret.encrypt(text, aboutOf(row.tenant, row.id)) })),
      ),
  }
}

/** What an encrypted target belongs to. No tenant's name holds a slash. */
function aboutOf(tenant: string, id: string): string {
  return `webhook ${tenant}/${id}`
}

function viewOf({ tenant: _tenant, sealed: _sealed, ...view }: WebhookRow): WebhookView {
  return view
}
