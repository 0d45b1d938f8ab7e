import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { MusterError, sha256 } from '@muster/core'
import type { S3Setting } from './s3-setting.ts'

/** What is sent: bytes, or a file that can be read as often as it must be sent. */
interface Body {
  /** Hex SHA-256. */
  readonly hash: string
  readonly bytes: number
  content(): Uint8Array | Readable
}

/** Objects of a bucket, by key below its prefix. Every method throws MUSTER_ARTIFACTS_UNREACHABLE. */
export interface S3Client {
  put(key: string, body: Body): Promise<void>
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>
  open(key: string): Promise<Readable | null>
  /** When it was stored, in milliseconds since 1970; null when there is none. */
  storedAt(key: string): Promise<number | null>
  remove(key: string): Promise<void>
  /** Keys that begin so, in order; with a delimiter what they have in common up to it. */
  list(prefix: string, delimiter?: '/'): AsyncGenerator<{ readonly key: string; readonly at: number }>
}

interface Ask {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'DELETE'
  /** Of an object; null for the bucket itself. */
  readonly key: string | null
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Body
}

/** Between tries, of which there is one more than pauses. */
const PAUSES_MS = [100, 500, 2_000]
/** Without a byte for so long, a connection counts as dead. */
const SILENT_MS = 30_000
const NOTHING = sha256('')

/** Speaks to a bucket, each request signed (AWS Signature Version 4). */
export function createS3Client(setting: S3Setting): S3Client {
  const { base, prefix, region, accessKeyId, secretAccessKey, sessionToken } = setting
  const secure = base.protocol === 'https:'
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const send = secure ? httpsRequest : httpRequest

  async function once({ method, key, query, body }: Ask): Promise<IncomingMessage> {
    const { AwsV4Signer } = await import('aws4fetch')
    const url = new URL(base)
    if (key !== null) url.pathname += (prefix + key).split('/').map(encodeURIComponent).join('/')
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: { 'x-amz-content-sha256': body?.hash ?? NOTHING },
      service: 's3',
      region,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === null ? {} : { sessionToken }),
    })
    const signed = await signer.sign()
    const headers = {
      ...Object.fromEntries(signed.headers),
      ...(body === undefined ? {} : { 'content-length': String(body.bytes) }),
    }
    const request = send(signed.url, { method, headers, agent, timeout: SILENT_MS })
    request.once('timeout', () => request.destroy(new Error('it fell silent')))
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve)
      request.once('error', reject)
    })
    answer.catch(() => {})
    const content = body?.content() ?? new Uint8Array()
    if (content instanceof Uint8Array) request.end(content)
    else await pipeline(content, request)
    return answer
  }

  /** The answer, also when it is that there is no such key. */
  async function ask(what: Ask): Promise<IncomingMessage> {
    const unreachable = (reason: string) =>
      new MusterError('MUSTER_ARTIFACTS_UNREACHABLE', { url: base.origin, reason })
    for (let left = PAUSES_MS; ; left = left.slice(1)) {
      const answer = await once(what).catch((error: Error) => error)
      const status = answer instanceof Error ? 0 : (answer.statusCode ?? 0)
      if (!(answer instanceof Error) && (status < 300 || status === 404)) return answer
      const reason =
        answer instanceof Error ? answer.message : `${status} ${codeOf(await text(answer))}`.trim()
      const [wait] = left
      const again = status === 0 || status === 429 || status >= 500
      if (!again || wait === undefined) throw unreachable(reason)
      await pause(wait)
    }
  }

  async function answered(what: Ask): Promise<string | null> {
    const answer = await ask(what)
    const body = await text(answer)
    return answer.statusCode === 404 ? null : body
  }

  async function open(key: string): Promise<IncomingMessage | null> {
    const answer = await ask({ method: 'GET', key })
    if (answer.statusCode !== 404) return answer
    answer.resume()
    return null
  }

  return {
    async put(key, body) {
      if ((await answered({ method: 'PUT', key, body })) !== null) return
      throw new MusterError('MUSTER_ARTIFACTS_UNREACHABLE', {
        url: base.origin,
        reason: 'there is no such bucket',
      })
    },
    async get(key) {
      const answer = await open(key)
      return answer === null ? null : buffer(answer)
    },
    open,
    async storedAt(key) {
      const answer = await ask({ method: 'HEAD', key })
      answer.resume()
      return answer.statusCode === 404 ? null : Date.parse(answer.headers['last-modified'] ?? '')
    },
    async remove(key) {
      await answered({ method: 'DELETE', key })
    },
    async *list(below, delimiter) {
      for (let next: string | null = ''; next !== null; ) {
        const query: Record<string, string> = {
          'list-type': '2',
          prefix: prefix + below,
          ...(delimiter === undefined ? {} : { delimiter }),
          ...(next === '' ? {} : { 'continuation-token': next }),
        }
        const page: string = (await answered({ method: 'GET', key: null, query })) ?? ''
        for (const [, entry = ''] of page.matchAll(
          /<(?:Contents|CommonPrefixes)>(.*?)<\/(?:Contents|CommonPrefixes)>/gs,
        ))
          yield {
            key: (tagOf(entry, 'Key') ?? tagOf(entry, 'Prefix') ?? '').slice(prefix.length),
            at: Date.parse(tagOf(entry, 'LastModified') ?? ''),
          }
        next = tagOf(page, 'NextContinuationToken')
      }
    },
  }
}

function codeOf(body: string): string {
  return tagOf(body, 'Code') ?? ''
}

/** The text of the first such element. */
function tagOf(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found === undefined
    ? null
    : found.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: keyof typeof ENTITIES) => ENTITIES[entity])
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' } as const
