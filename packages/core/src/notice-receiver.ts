import { MusterError } from './error.ts'

/** Where notices of gates go. */
export interface NoticeReceiver {
  readonly name: string
  readonly url: string
  /** `signed`: JSON as Standard Webhooks signs it. `slack`: a text, to an address that is itself the secret. */
  readonly kind: 'signed' | 'slack'
  /** The key of the signature; null for Slack. */
  readonly key: Buffer | null
  /** Whether it may be a loopback or private address. */
  readonly private: boolean
}

const SECRET = /^whsec_([A-Za-z0-9+/]{32,128}={0,2})$/

/** What MUSTER_WEBHOOK_URL, MUSTER_WEBHOOK_SECRET, MUSTER_SLACK_WEBHOOK_URL and MUSTER_WEBHOOK_PRIVATE say. Throws MUSTER_CONFIG. */
export function readNoticeReceivers(
  env: Readonly<Record<string, string | undefined>>,
): readonly NoticeReceiver[] {
  const open = env['MUSTER_WEBHOOK_PRIVATE'] || 'refuse'
  if (open !== 'refuse' && open !== 'allow') refuse('MUSTER_WEBHOOK_PRIVATE', open, '`allow` or `refuse`')
  const receivers: NoticeReceiver[] = []
  const webhook = readUrl(env, 'MUSTER_WEBHOOK_URL')
  if (webhook !== null) {
    const secret = SECRET.exec(env['MUSTER_WEBHOOK_SECRET'] ?? '')?.[1]
    if (secret === undefined)
      refuse('MUSTER_WEBHOOK_SECRET', 'something else', '`whsec_` and the base64 of 24 to 64 random bytes')
    receivers.push({
      name: 'webhook',
      url: webhook,
      kind: 'signed',
      key: Buffer.from(secret, 'base64'),
      private: open === 'allow',
    })
  }
  const slack = readUrl(env, 'MUSTER_SLACK_WEBHOOK_URL')
  if (slack !== null)
    receivers.push({ name: 'slack', url: slack, kind: 'slack', key: null, private: open === 'allow' })
  return receivers
}

function readUrl(env: Readonly<Record<string, string | undefined>>, name: string): string | null {
  const given = env[name]
  if (!given) return null
  if (!/^https?:\/\//.test(given) || !URL.canParse(given))
    refuse(name, 'something else', 'an http(s):// address')
  return new URL(given).href
}

/** What was given may be a secret: it is not repeated. */
function refuse(name: string, given: string, expected: string): never {
  throw new MusterError('MUSTER_CONFIG', { name, given, expected })
}
