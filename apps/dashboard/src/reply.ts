import { once } from 'node:events'
import type { Log } from '@muster/core'
import type { Response } from 'express'
import { clearCookie, setCookie } from './cookie.ts'

/** A cookie to set; null takes it away. */
interface ReplyCookie {
  readonly name: string
  readonly value: string | null
  readonly sameSite: 'strict' | 'lax'
}

/** What a handler answers; `writeReply` alone puts it on the wire. */
export type Reply =
  | { readonly kind: 'json'; readonly status: number; readonly body: object }
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'redirect'; readonly to: string; readonly cookies: readonly ReplyCookie[] }
  | { readonly kind: 'page'; readonly status: number; readonly html: string }
  | { readonly kind: 'stream'; readonly type: string; readonly chunks: AsyncIterable<string> }

/** A JSON answer. */
export function json(body: object, status = 200): Reply {
  return { kind: 'json', status, body }
}

/** An answer by server-sent events. */
export function eventStream(chunks: AsyncIterable<string>): Reply {
  return { kind: 'stream', type: 'text/event-stream; charset=utf-8', chunks }
}

/** Writes a reply. A stream follows the pace of its reader and ends when `signal` aborts. */
export async function writeReply(res: Response, reply: Reply, signal: AbortSignal, log: Log): Promise<void> {
  switch (reply.kind) {
    case 'json':
      res.status(reply.status).json(reply.body)
      return
    case 'text':
      res.setHeader('content-type', reply.type)
      res.end(reply.text)
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
      res.setHeader('content-type', reply.type)
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
