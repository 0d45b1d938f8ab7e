import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { signatureOf } from './s3-signature.ts'

/** What speaks S3 in place of a real server, and how to reach it. */
export interface S3StandIn {
  readonly url: string
  /** What Muster must be told to keep its artifacts there. */
  readonly env: Readonly<Record<string, string>>
  /** Every object, by key, with the time at which it was stored: both may be changed. */
  readonly objects: Map<string, { bytes: Buffer; at: number }>
  /** Requests so far, as `PUT key`. */
  readonly asked: string[]
  /** The next requests are answered so, whatever they are. */
  readonly failing: number[]
  stop(): Promise<void>
}

const ACCESS_KEY = 'AKIDTEST'
const SECRET = 'secret/for+tests'
const REGION = 'eu-test-1'
const BUCKET = 'muster'
/** Keys of one page of a list: few, so that there are pages. */
const PAGE = 3

/**
 * Starts a server on loopback that keeps one bucket in memory. It checks the signature (V4) of every request and the
 * digest of every body, as S3 does, and answers in pages.
 */
export async function startS3StandIn(): Promise<S3StandIn> {
  const objects: S3StandIn['objects'] = new Map()
  const asked: string[] = []
  const failing: number[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, 500, String(error)))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const url = new URL(request.url ?? '/', 'http://any')
    const [, bucket, ...parts] = url.pathname.split('/').map(decodeURIComponent)
    const key = parts.join('/')
    asked.push(`${request.method} ${key}`)
    const failure = failing.shift()
    if (failure !== undefined) return refuse(response, failure, 'SlowDown')
    const problem = problemOf(request, body)
    if (problem !== null) return refuse(response, 403, problem)
    if (bucket !== BUCKET) return refuse(response, 404, 'NoSuchBucket')
    if (key === '') return list(url.searchParams, response)
    const found = objects.get(key)
    if (request.method === 'PUT') {
      objects.set(key, { bytes: body, at: Date.now() })
      return void response.end()
    }
    if (request.method === 'DELETE') {
      objects.delete(key)
      return void response.writeHead(204).end()
    }
    if (found === undefined) return refuse(response, 404, 'NoSuchKey')
    response.setHeader('last-modified', new Date(found.at).toUTCString())
    response.end(request.method === 'HEAD' ? undefined : found.bytes)
  }

  function list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter')
    const after = query.get('continuation-token') ?? ''
    const names = new Set<string>()
    for (const key of [...objects.keys()].sort()) {
      if (!key.startsWith(prefix)) continue
      const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length)
      names.add(end < 0 ? key : key.slice(0, end + 1))
    }
    const rest = [...names].filter((name) => name > after)
    const page = rest.slice(0, PAGE).map((name) => {
      const found = objects.get(name)
      if (found === undefined) return `<CommonPrefixes><Prefix>${escape(name)}</Prefix></CommonPrefixes>`
      const at = new Date(found.at).toISOString()
      return `<Contents><Key>${escape(name)}</Key><LastModified>${at}</LastModified></Contents>`
    })
    const next =
      rest.length > PAGE
        ? `<NextContinuationToken>${escape(rest[PAGE - 1] ?? '')}</NextContinuationToken>`
        : ''
    response.end(`<?xml version="1.0"?><ListBucketResult>${page.join('')}${next}</ListBucketResult>`)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    env: {
      MUSTER_ARTIFACTS_URL: `s3://${BUCKET}/some/prefix?endpoint=${encodeURIComponent(url)}&region=${REGION}`,
      AWS_ACCESS_KEY_ID: ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: SECRET,
    },
    objects,
    asked,
    failing,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Why S3 would refuse a request for what it is signed with, or null. */
function problemOf(request: IncomingMessage, body: Buffer): string | null {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      headers['authorization'] ?? '',
    )
  if (given === null) return 'AccessDenied'
  const [, id, scope = '', signed = '', signature] = given
  if (id !== ACCESS_KEY) return 'InvalidAccessKeyId'
  const day = (headers['x-amz-date'] ?? '').slice(0, 8)
  if (scope !== `${day}/${REGION}/s3/aws4_request`) return 'AuthorizationHeaderMalformed'
  const names = signed.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied'
  const whole = { method: request.method ?? '', target: request.url ?? '', headers }
  if (signatureOf(whole, scope, names, SECRET) !== signature) return 'SignatureDoesNotMatch'
  const digest = createHash('sha256').update(body).digest('hex')
  return digest === headers['x-amz-content-sha256'] ? null : 'XAmzContentSHA256Mismatch'
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
