import { once } from 'node:events'
import type { ApiContract, ApiRoute, Log } from '@muster/core'
import type { Response } from 'express'
import { clearCookie, setCookie } from './cookie.ts'
import type { RouteName } from './request.ts'

/** A cookie to set; null takes it away. */
interface ReplyCookie {
  readonly name: string
  readonly value: string | null
  readonly sameSite: 'strict' | 'lax'
}

/** An answer as JSON. */
export interface JsonReply<Answer extends object, Status extends number> {
  readonly kind: 'json'
  readonly status: Status
  readonly body: Answer
}

/** An answer that comes bit by bit. */
export interface StreamReply<Type extends 'text/event-stream' | 'application/x-ndjson'> {
  readonly kind: 'stream'
  readonly type: Type
  readonly chunks: AsyncIterable<string>
}

/** An answer as a download. */
export interface BytesReply {
  readonly kind: 'bytes'
  readonly name: string
  readonly bytes: Uint8Array
}

/** An answer for browsers. */
export type PageReply =
  | { readonly kind: 'redirect'; readonly to: string; readonly cookies: readonly ReplyCookie[] }
  | { readonly kind: 'page'; readonly status: number; readonly html: string }

/** What a handler answers; `writeReply` alone puts it on the wire. */
export type Reply =
  | JsonReply<object, number>
  | StreamReply<'text/event-stream' | 'application/x-ndjson'>
  | BytesReply
  | PageReply

type ReplyOf<Contract> = Contract extends { readonly answer: infer Answer extends object }
  ? JsonReply<Answer, Contract extends { readonly status: infer Status extends number } ? Status : 200>
  : Contract extends { readonly events: object }
    ? StreamReply<'text/event-stream'>
    : Contract extends { readonly lines: object }
      ? StreamReply<'application/x-ndjson'>
      : BytesReply

/** What the contract of a route lets it answer. */
export type ReplyTo<Name extends RouteName> = Name extends ApiRoute ? ReplyOf<ApiContract[Name]> : PageReply

/** A JSON answer. */
export function json<Answer extends object>(body: Answer): JsonReply<Answer, 200>
export function json<Answer extends object, Status extends number>(
  body: Answer,
  status: Status,
): JsonReply<Answer, Status>
export function json(body: object, status = 200): JsonReply<object, number> {
  return { kind: 'json', status, body }
}

/** An answer by server-sent events. */
export function eventStream(chunks: AsyncIterable<string>): StreamReply<'text/event-stream'> {
  return { kind: 'stream', type: 'text/event-stream', chunks }
}

/** Writes a reply. A stream follows the pace of its reader and ends when `signal` aborts. */
export async function writeReply(res: Response, reply: Reply, signal: AbortSignal, log: Log): Promise<void> {
  switch (reply.kind) {
    case 'json':
      res.status(reply.status).json(reply.body)
      return
    case 'bytes':
      res.attachment(reply.name).type('application/octet-stream')
      res.setHeader('content-security-policy', "default-src 'none'; sandbox")
      res.end(reply.bytes)
      return
    case 'redirect':
      for (const { name, value, sameSite } of reply.cookies)
        if (value === null) clearCookie(res.req, res, name)
        else setCookie(res.req, res, name, value, sameSite)
      res.redirect(303, reply.to)
      return
    case 'page':
      res.status(reply.status).type('html').send(reply.html)
      return
    case 'stream':
      res.setHeader('content-type', `${reply.type}; charset=utf-8`)
      res.setHeader('x-accel-buffering', 'no')
      if (res.req.method === 'HEAD') res.end()
      else await pump(res, reply.chunks, signal, log)
  }
}

async function pump(
  res: Response,
  chunks: AsyncIterable<string>,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  res.flushHeaders()
  try {
    for await (const chunk of chunks) {
      if (signal.aborted) break
      if (!res.write(chunk)) await once(res, 'drain', { signal })
    }
    res.end()
  } catch (thrown) {
    if (signal.aborted) return void res.end()
    // The status is already sent: a broken connection is the only way left to say that this is not the end.
    log.error({ err: thrown, url: res.req.path }, 'a stream broke off')
    res.destroy()
  }
}
