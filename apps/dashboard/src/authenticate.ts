import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  DEFAULT_TENANT,
  mayAsk,
  MusterError,
  permissionsOf,
  type Permission,
  type Principal,
} from '@muster/core'
import type { Request, RequestHandler, Response } from 'express'
import { refused } from './guard.ts'
import { personName } from './request.ts'

/** How the local owner is known. Without a token everyone who reaches this server is taken for them. */
export interface OwnerDoor {
  readonly owner: string
  readonly token: string | null
}

/**
 * Finds out who asks: by the token as a bearer, or by the cookie that a visit to `/?token=...` sets.
 * The paths in `open` need nobody. Throws MUSTER_NOT_AUTHENTICATED.
 */
export function authenticate({ owner, token }: OwnerDoor, open: ReadonlySet<string>): RequestHandler {
  const known = token ?? ''
  const cookie = mac(known, 'cookie').toString('hex')
  const matches = (given: string, expected: string) =>
    timingSafeEqual(mac(known, given), mac(known, expected))
  return (req, res, next) => {
    if (open.has(req.path)) return next()
    const offered = req.query['token']
    if (token !== null && req.method === 'GET' && req.path === '/' && typeof offered === 'string') {
      if (!matches(offered, token)) throw unknownCaller('That is not the token of this Muster.')
      res.cookie(cookieName(req), cookie, { httpOnly: true, sameSite: 'strict', path: '/' })
      return res.redirect(303, '/')
    }
    const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1]
    const kept = cookieOf(req)
    const isOwner =
      token === null ||
      (bearer !== undefined && matches(bearer, token)) ||
      (bearer === undefined && kept !== undefined && matches(kept, cookie))
    if (!isOwner)
      throw unknownCaller('This Muster asks for its token: open `/?token=...`, or send it as a bearer.')
    res.locals['principal'] = ownerPrincipal(owner, req)
    next()
  }
}

/** Who asks. Throws where nobody was asked who they are. */
export function principalOf(res: Response): Principal {
  const principal: unknown = res.locals['principal']
  if (principal === undefined) throw new Error('a route that is open to anyone asked who calls')
  return principal as Principal
}

/** Lets on who has this permission. Throws MUSTER_NOT_ALLOWED. */
export function demand(permission: Permission): RequestHandler {
  const demanded: RequestHandler = (_req, res, next) => {
    if (mayAsk(principalOf(res), permission)) return next()
    throw refused(`This needs the permission \`${permission}\`, which you do not have.`)
  }
  return demanded
}

// Whoever has the owner's token may give the name of the person at the keyboard: it is recorded as a claim.
function ownerPrincipal(owner: string, req: Request): Principal {
  const given = req.get('x-muster-user')
  const name = given === undefined ? owner : personName(Buffer.from(given, 'latin1').toString('utf8'))
  const roles = ['owner']
  return {
    tenant: DEFAULT_TENANT,
    project: null,
    actor: { kind: 'person', name, roles, ...(name !== owner && { via: owner }) },
    permissions: permissionsOf(roles),
    authentication: { by: 'owner' },
  }
}

function unknownCaller(problem: string): MusterError {
  return new MusterError('MUSTER_NOT_AUTHENTICATED', { problem })
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
