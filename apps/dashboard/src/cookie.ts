import type { CookieOptions, Express, Request, Response } from 'express'

/** Said of an application whose browsers reach it by https, though something in front of it ends TLS. */
export function secureCookies(app: Express): void {
  app.locals['secure'] = true
}

/** What scripts never read and other sites never send; `lax` for what must survive a redirect from another site. */
function optionsOf(req: Request, sameSite: 'strict' | 'lax'): CookieOptions {
  return { httpOnly: true, sameSite, path: '/', secure: req.secure || req.app.locals['secure'] === true }
}

// Browsers share cookies between the ports of a host: two Musters must not overwrite each other's.
function nameOf(req: Request, what: string): string {
  return `${what}-${req.socket.localPort}`
}

export function setCookie(
  req: Request,
  res: Response,
  what: string,
  value: string,
  sameSite: 'strict' | 'lax',
): void {
  res.cookie(nameOf(req, what), value, optionsOf(req, sameSite))
}

export function clearCookie(req: Request, res: Response, what: string): void {
  res.clearCookie(nameOf(req, what), optionsOf(req, 'strict'))
}

export function readCookie(req: Request, what: string): string | null {
  const prefix = `${nameOf(req, what)}=`
  const pair = (req.headers.cookie ?? '').split('; ').find((one) => one.startsWith(prefix))
  return pair?.slice(prefix.length) ?? null
}
