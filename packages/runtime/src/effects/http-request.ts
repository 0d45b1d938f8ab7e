import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type DeclarationOf, isReadEffect, type JsonObject, readHttpTarget, sha256 } from '@muster/core'
import {
  barredSecret,
  effectFailed,
  type EffectOutcome,
  type EffectPlace,
  noSecret,
  type PreparedEffect,
  readBody,
  strangeParameter,
} from './prepared-effect.ts'
import type { Secrets } from './secrets.ts'
import { isPublicAddress } from './public-address.ts'

/** Of a request, and of what is read of its answer: base64 of it fits a message to the agent. */
const MAX_BODY_BYTES = 512 * 1024
const MAX_HEADERS = 64
const MAX_HEADER_BYTES = 16 * 1024
/** What an agent may not say: it is about the connection, which is the host's. */
const OWN_HEADERS =
  /^(?:host|content-length|transfer-encoding|connection|upgrade|te|trailer|expect|proxy-.*)$/i

/**
 * Sends one request.
 *
 * H1. It goes to the address that was looked at: the name is resolved once.
 * H2. No redirect is followed: where it leads is another target, to be planned and asked for.
 */
export function prepareHttpRequest(
  declaration: DeclarationOf<'http.request'>,
  target: string,
  parameters: JsonObject,
  {
    idempotencyKey,
    secrets,
    tier,
    resolve = resolveName,
  }: Pick<EffectPlace, 'idempotencyKey' | 'secrets' | 'tier'> & { readonly resolve?: Resolve },
): PreparedEffect {
  const read = readHttpTarget(target)
  if (read === null) return { problem: 'its target is not `METHOD URL`' }
  const strange = strangeParameter(parameters, ['headers', 'body', 'encoding'])
  if (strange !== null) return { problem: strange }
  const headers = readHeaders(parameters['headers'] ?? {})
  if (typeof headers === 'string') return { problem: headers }
  const names = Object.values(headers).flatMap((value) => (typeof value === 'string' ? [] : [value.secret]))
  const barred = barredSecret(names, declaration.secrets ?? [], tier)
  if (barred !== null) return { problem: barred }
  const reads = isReadEffect('http.request', target)
  const given = parameters['body']
  if (given !== undefined && reads) return { problem: `${read.method} has no body` }
  const body = readBody(given ?? '', parameters['encoding'], MAX_BODY_BYTES)
  if (body.problem !== null) return body
  return {
    problem: null,
    async run(stop) {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(declaration.timeoutMs)])
      const addresses = await resolveHost(read.url.hostname, resolve, signal)
      if (typeof addresses === 'string') return effectFailed(addresses)
      const hidden = addresses.find(({ address }) => !declaration.private && !isPublicAddress(address))
      if (hidden !== undefined)
        return effectFailed(`${read.url.hostname} is ${hidden.address}, which is not public`)
      const said = await sayHeaders(headers, secrets)
      if (typeof said === 'string') return effectFailed(said)
      return send({
        ...read,
        reads,
        addresses,
        headers: reads ? said : { 'idempotency-key': idempotencyKey, ...said },
        body: given === undefined ? null : body.bytes,
        signal,
      })
    },
  }
}

/** A value that only the host knows, by its name, and what stands before it. */
interface SecretHeader {
  readonly secret: string
  readonly prefix: string
}

function readHeaders(given: unknown): Readonly<Record<string, string | SecretHeader>> | string {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return '`headers` is not an object'
  const headers = Object.entries(given)
  if (headers.length > MAX_HEADERS) return `it has more than ${MAX_HEADERS} headers`
  const read: Record<string, string | SecretHeader> = {}
  for (const [name, given] of headers) {
    const value = secretOf(given) ?? String(given)
    const plain = typeof value === 'string' ? value : value.prefix
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || OWN_HEADERS.test(name) || !isSayable(plain))
      return `the header \`${name.slice(0, 64)}\` may not be sent`
    read[name.toLowerCase()] = value
  }
  return read
}

function secretOf(given: unknown): SecretHeader | null {
  if (typeof given !== 'object' || given === null) return null
  const { secret, prefix = '', ...rest } = given as { readonly secret?: unknown; readonly prefix?: unknown }
  if (typeof secret !== 'string' || typeof prefix !== 'string' || Object.keys(rest).length > 0) return null
  return { secret, prefix }
}

function isSayable(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text)
}

/** The headers as they are sent, or what is wrong with the secrets in them. */
async function sayHeaders(
  headers: Readonly<Record<string, string | SecretHeader>>,
  secrets: Secrets,
): Promise<Readonly<Record<string, string>> | string> {
  const said: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const secret = typeof value === 'string' ? '' : await secrets.read(value.secret)
    if (typeof value === 'string') said[name] = value
    else if (secret === null || !isSayable(secret)) return noSecret(value.secret)
    else said[name] = value.prefix + secret
  }
  return said
}

interface Address {
  readonly address: string
  readonly family: number
}

/** Finds all addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>

const resolveName: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true })

async function resolveHost(
  hostname: string,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<readonly Address[] | string> {
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0) return [{ address: literal, family: isIP(literal) }]
  // A look-up cannot be stopped: when it takes too long, what it comes to is passed over.
  const stopped = once(signal, 'abort').then(() => [])
  const addresses = await Promise.race([resolve(hostname).catch(() => []), stopped])
  return addresses.length === 0 ? `${hostname} cannot be resolved` : addresses
}

interface Sending {
  readonly method: string
  readonly url: URL
  readonly reads: boolean
  readonly addresses: readonly Address[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
  readonly signal: AbortSignal
}

function send(sending: Sending): Promise<EffectOutcome> {
  const { method, url, headers, body, signal } = sending
  const secure = url.protocol === 'https:'
  return new Promise((resolve) => {
    let connected = false
    const fail = (reason: string): void =>
      // Once connected the target may have acted on it, whatever came back.
      resolve(
        connected && !sending.reads
          ? { ended: 'unknown', reason: `${reason} after it was sent`, result: {}, told: {} }
          : effectFailed(reason),
      )
    const request = (secure ? requestHttps : requestHttp)(url, {
      method,
      agent: false,
      headers: { ...headers, ...(body === null ? {} : { 'content-length': body.length }) },
      lookup: fixedLookup(sending.addresses),
      signal,
    })
    request.once('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true
      }),
    )
    request.once('error', (error) => fail(reasonOf(error, signal)))
    request.once('response', (response) => {
      readAnswer(response).then(resolve, (error: unknown) => fail(reasonOf(error, signal)))
    })
    request.end(body ?? undefined)
  })
}

function fixedLookup(addresses: readonly Address[]): LookupFunction {
  return (_hostname, options, done) => {
    const [first] = addresses
    if (options.all === true) return done(null, [...addresses])
    if (first === undefined) return done(new Error('no address'), '', 4)
    return done(null, first.address, first.family)
  }
}

async function readAnswer(response: IncomingMessage): Promise<EffectOutcome> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_BODY_BYTES) break
  }
  const bytes = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES)
  const result = {
    status: response.statusCode ?? 0,
    bytes: bytes.length,
    digest: `sha256:${sha256(bytes)}`,
    truncated: size > MAX_BODY_BYTES,
  }
  return { ended: 'done', reason: null, result, told: { headers: headersOf(response), ...textOf(bytes) } }
}

function headersOf({ headers }: IncomingMessage): JsonObject {
  let room = MAX_HEADER_BYTES
  const told: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const text = String(value)
    room -= name.length + text.length
    if (room >= 0) told[name] = text
  }
  return told
}

/** As text when that is what it is and JSON does not blow it up, else as base64. */
function textOf(bytes: Buffer): JsonObject {
  const text = bytes.toString('utf8')
  const plain =
    Buffer.from(text, 'utf8').equals(bytes) && JSON.stringify(text).length < bytes.length * 1.33 + 64
  return plain ? { body: text, encoding: 'utf8' } : { body: bytes.toString('base64'), encoding: 'base64' }
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'it was stopped, or took too long,'
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message
}
