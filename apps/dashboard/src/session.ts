import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { refused } from './guard.ts'

/**
 * Lets in who brings the token: as a bearer, or by the cookie that a visit to `/?token=...` sets.
 * The paths in `open` need none. Without a token everyone who reaches this server is let in.
 */
export function session(token: string | null, open: ReadonlySet<string>): RequestHandler {
  if (token === null) return (_req, _res, next) => next()
  const cookie = mac(token, 'cookie').toString('hex')
  const matches = (given: string, expected: string) =>
    timingSafeEqual(mac(token, given), mac(token, expected))
  return (req, res, next) => {
    if (open.has(req.path)) return next()
    const offered = req.query['token']
    if (req.method === 'GET' && req.path === '/' && typeof offered === 'string') {
      if (!matches(offered, token)) throw refused('That is not the token of this Muster.')
      res.cookie(cookieName(req), cookie, { httpOnly: true, sameSite: 'strict', path: '/' })
      return res.redirect(303, '/')
    }
    const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1]
    if (bearer !== undefined && matches(bearer, token)) return next()
    const kept = cookieOf(req)
    if (bearer === undefined && kept !== undefined && matches(kept, cookie)) return next()
    throw refused('This Muster asks for its token: open `/?token=...`, or send it as a bearer.')
  }
}

function mac(key: string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

// Browsers share cookies between the ports of a host: two Musters must not overwrite each other's.
function cookieName(req: Request): string {
  return `muster-${req.socket.localPort}`
}

function cookieOf(req: Request): string | undefined {
  const prefix = `${cookieName(req)}=`
  return (req.headers.cookie ?? '')
    .split('; ')
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length)
}
