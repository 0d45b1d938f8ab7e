import { createHmac } from 'node:crypto'
import {
  formatDuration,
  type GateNotice,
  isOpenHost,
  type Json,
  type Notice,
  readWebhookUrl,
  toMusterError,
  type WebhookTarget,
} from '@muster/core'
import { prepareHttpRequest, type Resolve } from './effects/http-request.ts'
import { createSecrets } from './effects/secrets.ts'

const TIMEOUT_MS = 10_000

/** What is sent to try a webhook. */
export interface WebhookTest {
  readonly type: 'webhook.test'
  /** Milliseconds since 1970. */
  readonly at: number
  readonly tenant: string
}

/** Tells a webhook something, once, under an id; answers why it could not, or null. */
export type WebhookSender = (
  target: WebhookTarget,
  id: string,
  body: Notice | WebhookTest,
  stop: AbortSignal,
) => Promise<string | null>

/**
 * Sends what webhooks are told.
 *
 * S1. It goes over https to public addresses alone, but for the hosts that the fleet names: whoever registers a webhook
 *     cannot have Muster ask what only Muster can reach.
 * S2. The name is resolved once, and the address that was looked at is the one that is connected to. No redirect is followed.
 * S3. Time is bounded, and of the answer nothing but the status is told.
 */
export function createWebhookSender(options: {
  /** Hosts that may be reached by http and be loopback or private. */
  readonly hosts: readonly string[]
  readonly clock: () => number
  /** Finds the addresses of a name; the system does unless given. */
  readonly resolve?: Resolve
}): WebhookSender {
  const { hosts, clock, resolve } = options
  return async (target, id, body, stop) => {
    const text = JSON.stringify(target.kind === 'slack' ? { text: slackText(body) } : body)
    const url = urlOf(target.url, hosts)
    if (typeof url === 'string') return url
    const declaration = {
      verb: 'http.request',
      hosts: ['*'],
      methods: ['POST'],
      private: isOpenHost(url, hosts),
      timeoutMs: TIMEOUT_MS,
    } as const
    const headers = { 'content-type': 'application/json', ...signature(target, id, text, clock()) }
    const secrets = createSecrets(null)
    const prepared = prepareHttpRequest(
      declaration,
      `POST ${url.href}`,
      { headers, body: text },
      { idempotencyKey: id, secrets, tier: 0, ...(resolve !== undefined && { resolve }) },
    )
    if (prepared.problem !== null) return prepared.problem
    const { ended, reason, result } = await prepared.run(stop)
    if (ended !== 'done') return reason ?? ended
    const status = Number(result['status'])
    return status >= 200 && status < 300 ? null : `it answered ${status}`
  }
}

/** The address, when it may still be reached; the hosts that may be are others than when it was registered, perhaps. */
function urlOf(given: string, hosts: readonly string[]): URL | string {
  try {
    return readWebhookUrl(given, hosts)
  } catch (thrown) {
    return toMusterError(thrown).message
  }
}

/** The headers of Standard Webhooks 1.0: HMAC-SHA256 over id, seconds since 1970 and body. */
function signature(
  { key }: WebhookTarget,
  id: string,
  text: string,
  now: number,
): Readonly<Record<string, Json>> {
  if (key === null) return {}
  const timestamp = String(Math.floor(now / 1_000))
  const mac = createHmac('sha256', Buffer.from(key, 'base64'))
  const signed = mac.update(`${id}.${timestamp}.${text}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signed}` }
}

function slackText(body: Notice | WebhookTest): string {
  switch (body.type) {
    case 'webhook.test':
      return 'Muster can tell this channel of its gates and runs.'
    case 'run.succeeded':
    case 'run.failed':
      return `Run \`${body.run}\` ${body.status.replace('_', ' ')}.`
    case 'gate.decided':
      return `Gate \`${body.gate}\` is ${(body.verdict ?? 'decided').replace('_', ' ')}.`
    case 'gate.opened':
      return waits(body, 'waits')
    case 'gate.reminded':
      return waits(body, 'still waits')
    case 'gate.escalated':
      return waits(body, 'now waits')
  }
}

function waits({ gate, approvers, deadlineAt, at }: GateNotice, how: string): string {
  const who = approvers.length === 0 ? 'anyone who may vote' : approvers.join(', ')
  return `Gate \`${gate}\` ${how} for ${who}, for ${formatDuration(deadlineAt - at)}.`
}
