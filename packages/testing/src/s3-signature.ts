import { createHash, createHmac } from 'node:crypto'

/** A request as a signature covers it. */
export interface SignedRequest {
  readonly method: string
  /** Path and query, as sent. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The AWS Signature Version 4 that a request to S3 ought to have, after the headers that its Authorization says are
 * signed. Written from the specification, apart from what signs requests in Muster.
 */
export function signatureOf(
  request: SignedRequest,
  scope: string,
  signed: readonly string[],
  secret: string,
): string {
  const { method, target, headers } = request
  const { pathname, search } = new URL(target, 'http://any')
  const query = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => part.split('=').map((side) => strict(decodeURIComponent(side.replaceAll('+', '%20')))))
    .map(([name = '', value = '']) => `${name}=${value}`)
    .sort()
    .join('&')
  const path = pathname
    .split('/')
    .map((part) => strict(decodeURIComponent(part)))
    .join('/')
  const canonical = [
    method,
    path,
    query,
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    headers['x-amz-content-sha256'] ?? '',
  ].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'] ?? '', scope, hash(canonical)].join('\n')
  const key = scope.split('/').reduce((last: string | Buffer, part) => hmac(last, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

function strict(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
