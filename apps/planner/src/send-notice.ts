import { createHmac } from 'node:crypto'
import { formatDuration, type NoticeReceiver, type NoticeRow } from '@muster/core'
import { createSecrets, prepareHttpRequest } from '@muster/runtime'

const TIMEOUT_MS = 10_000

/** Delivers a notice once; answers why it could not, or null. Redirects are not followed. */
export async function sendNotice(
  receiver: NoticeReceiver,
  { id, body }: NoticeRow,
  now: number,
  stop: AbortSignal,
): Promise<string | null> {
  const text = receiver.kind === 'slack' ? JSON.stringify({ text: slackText(body) }) : JSON.stringify(body)
  const declaration = {
    verb: 'http.request',
    hosts: ['*'],
    methods: ['POST'],
    private: receiver.private,
    timeoutMs: TIMEOUT_MS,
  } as const
  const headers = { 'content-type': 'application/json', ...signature(receiver, id, text, now) }
  const prepared = prepareHttpRequest(
    declaration,
    `POST ${receiver.url}`,
    { headers, body: text },
    { idempotencyKey: id, secrets: createSecrets(null), tier: 0 },
  )
  if (prepared.problem !== null) return prepared.problem
  const { ended, reason, result } = await prepared.run(stop)
  if (ended !== 'done') return reason ?? ended
  const status = Number(result['status'])
  return status >= 200 && status < 300 ? null : `it answered ${status}`
}

/** The headers of Standard Webhooks 1.0: HMAC-SHA256 over id, seconds since 1970 and body. */
function signature(
  { key }: NoticeReceiver,
  id: string,
  text: string,
  now: number,
): Readonly<Record<string, string>> {
  if (key === null) return {}
  const timestamp = String(Math.floor(now / 1_000))
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }
}

function slackText({ type, gate, approvers, deadlineAt, at, verdict }: NoticeRow['body']): string {
  const who = approvers.length === 0 ? 'anyone who may vote' : approvers.join(', ')
  if (type === 'gate.decided') return `Gate \`${gate}\` is ${(verdict ?? 'decided').replace('_', ' ')}.`
  const how = type === 'gate.opened' ? 'waits' : type === 'gate.reminded' ? 'still waits' : 'now waits'
  return `Gate \`${gate}\` ${how} for ${who}, for ${formatDuration(deadlineAt - at)}.`
}
