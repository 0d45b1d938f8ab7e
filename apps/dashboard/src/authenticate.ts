import {
  type Clock,
  DEFAULT_TENANT,
  type Limiter,
  type Limiters,
  mayAsk,
  MINUTE_MS,
  type Noted,
  type Permission,
  type Principal,
  type Refused,
} from '@muster/core'
import type { Engine } from '@muster/engine'
import type { Request, RequestHandler, Response } from 'express'
import { clearCookie, readCookie, setCookie } from './cookie.ts'
import { type Door, unknownCaller } from './door.ts'
import { addressKey, createGuesses, nameKey, staleKey } from './guesses.ts'
import { refused } from './guard.ts'
import { keepPlace, PLACE, placeIn } from './kept-place.ts'
import { personName } from './request.ts'
import { tellBound } from './tell-bound.ts'

/** The cookie that holds the id of a session. */
const SESSION = 'muster'
/** Where a login begins and ends; each makes the provider work. */
const LOGINS = /^\/(login|api\/login)(\/|$)/
/** Logins that one address may begin or end in a minute. */
const MOST_LOGINS = 60
/** Of the path of a refused request, what is kept. */
const MOST_OF_PATH = 200

interface AuthenticateOptions {
  readonly clock: Clock
  readonly limits: Limiters
  readonly requestsPerMinute: number
  readonly engine: Pick<Engine, 'refusals'>
}

/**
 * Finds out who asks: by a token as a bearer, or by the session that a visit to `/?token=...` or `/login` begins.
 * The paths in `open` need nobody. Throws MUSTER_NOT_AUTHENTICATED, MUSTER_RATE.
 *
 * A1. Every login makes a session of its own: an id that somebody planted before is worth nothing after.
 * A2. Who came by a session must show that one of our own pages sent the request that changes something.
 * A3. Who logged in is written down, and so is whoever tried with a token that is not good: under the address that it came
 *     from, since nothing else is known. A session that has ended is no such try.
 */
export function authenticate(
  door: Door,
  open: ReadonlySet<string>,
  { clock, limits, requestsPerMinute, engine: { refusals } }: AuthenticateOptions,
): RequestHandler {
  const guesses = createGuesses(limits, clock)
  const logins = limits('logins', MOST_LOGINS, MINUTE_MS)
  const perPerson = perPersonLimiter(limits, requestsPerMinute)

  async function byToken(req: Request, res: Response, token: string, name: string | null) {
    const address = addressKey(req.ip ?? '')
    const whence = name === null ? [address] : [address, nameKey(name)]
    const barred = await guesses.barred(whence, token)
    if (barred !== null) tellBound(res, barred)
    const principal = await door.byToken(token, name)
    if (principal === null) {
      await refusals.note(failedLogin(req.ip))
      await failed(res, whence)
    } else guesses.succeeded(token)
    return principal
  }

  async function failed(res: Response, whence: readonly string[]): Promise<void> {
    const over = await guesses.failed(whence)
    if (over !== null) tellBound(res, over)
  }

  return async (req, res, next) => {
    if (open.has(req.path)) {
      if (LOGINS.test(req.path)) tellBound(res, await logins.take(addressKey(req.ip ?? '')))
      return next()
    }
    const offered = req.query['token']
    if (req.method === 'GET' && req.path === '/' && typeof offered === 'string') {
      if (!isOwn(req)) throw refused('Another site may not log anybody in.')
      const principal = await byToken(req, res, offered, null)
      if (principal === null) throw unknownCaller('That is not a token of this Muster.')
      await refusals.note(loggedIn(principal, req.ip))
      setCookie(req, res, SESSION, await door.begin(principal), 'strict')
      clearCookie(req, res, PLACE)
      return res.redirect(303, placeIn(readCookie(req, PLACE)))
    }
    const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1]
    const session = readCookie(req, SESSION)
    const looks = req.method === 'GET' && req.accepts(['json', 'html']) === 'html'
    if (bearer === undefined && session === null) {
      if (looks) return toLogin(req, res)
      throw unknownCaller('This Muster asks who you are: log in, or send a token as a bearer.')
    }
    const principal =
      bearer === undefined
        ? await door.bySession(session ?? '')
        : await byToken(req, res, bearer, claimed(req))
    if (principal === null && bearer === undefined) {
      if (looks) return toLogin(req, res)
      await failed(res, [staleKey(addressKey(req.ip ?? ''))])
    }
    if (principal === null)
      throw unknownCaller('The token or the session is not known here, has expired, or was revoked.')
    if (principal.authentication.by === 'session' && changes(req) && !isOurs(req))
      throw refused('Only a page of this Muster may change anything by its session.')
    if (principal.authentication.by !== 'owner') tellBound(res, await perPerson.take(keyOf(principal)))
    res.locals['principal'] = principal
    next()
  }
}

/** Has somebody log in, who then goes on to where they wanted. */
function toLogin(req: Request, res: Response): void {
  // Lax: it must come along when a provider sends the browser back.
  setCookie(req, res, PLACE, keepPlace(req.originalUrl), 'lax')
  res.redirect(303, '/login')
}

/** Who asks. Throws where nobody was asked who they are. */
export function principalOf(res: Response): Principal {
  const principal: unknown = res.locals['principal']
  if (principal === undefined) throw new Error('a route that is open to anyone asked who calls')
  return principal as Principal
}

/** Refuses everything but looking at the queues; who tried what is written down. Throws MUSTER_NOT_ALLOWED. */
export function onlyLooks({ refusals }: Pick<Engine, 'refusals'>): RequestHandler {
  const readOnly: RequestHandler = async (req, res, next) => {
    if (!changes(req)) return next()
    await refusals.note(refusalOf(req, principalOf(res), 'queue.admin'))
    throw refused('The queues can only be looked at: decisions are made at gates and runs.')
  }
  return readOnly
}

/** Lets on who has this permission; who has not is written down. Throws MUSTER_NOT_ALLOWED. */
export function demand(permission: Permission, { refusals }: Pick<Engine, 'refusals'>): RequestHandler {
  const demanded: RequestHandler = async (req, res, next) => {
    const principal = principalOf(res)
    if (mayAsk(principal, permission)) return next()
    await refusals.note(refusalOf(req, principal, permission))
    throw refused(`This needs the permission \`${permission}\`, which you do not have.`)
  }
  return demanded
}

function refusalOf(req: Request, { tenant, actor: by }: Principal, door: Refused['door']): Refused {
  const on = `${req.method} ${req.baseUrl}${req.path}`.slice(0, MOST_OF_PATH)
  return { kind: 'refused', tenant, by, door, on, because: 'MUSTER_NOT_ALLOWED' }
}

/** That somebody unknown tried to get in: nobody knows of which tenant. */
export function failedLogin(address = ''): Noted {
  const because = 'MUSTER_NOT_AUTHENTICATED'
  return { kind: 'refused', tenant: DEFAULT_TENANT, by: null, door: 'login', on: address, because }
}

/** That somebody got in. */
export function loggedIn({ tenant, actor: by, authentication }: Principal, address = ''): Noted {
  const proof = authentication.by === 'session' ? authentication.login : authentication.by
  return { kind: 'logged-in', tenant, by, on: address, with: proof }
}

function claimed(req: Request): string | null {
  const given = req.get('x-muster-user')
  return given === undefined ? null : personName(Buffer.from(given, 'latin1').toString('utf8'))
}

/** Bounds what one person may ask for in a minute, however they ask. */
export function perPersonLimiter(limits: Limiters, requestsPerMinute: number): Limiter {
  return limits('requests', requestsPerMinute, MINUTE_MS)
}

/** Who somebody is, for what is counted per person. */
export function keyOf({ tenant, actor }: Principal): string {
  return JSON.stringify([tenant, actor.kind, actor.name])
}

function changes({ method }: Request): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/** A browser says where a request comes from; what says nothing is no browser, or an old one. */
function isOwn(req: Request): boolean {
  const site = req.get('sec-fetch-site')
  return site === undefined || site === 'none' || site === 'same-origin'
}

function isOurs(req: Request): boolean {
  return req.get('sec-fetch-site') === 'same-origin' || req.get('origin') !== undefined
}
