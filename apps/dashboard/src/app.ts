import express, { type Express, type Request, type Response } from 'express'
import { askPolicy } from './ask-policy.ts'
import { authenticate, demand, onlyLooks, principalOf } from './authenticate.ts'
import { ownFontsOnly } from './board-look.ts'
import { bullBoard } from './bull-board.ts'
import { secureCookies } from './cookie.ts'
import { depsFor, type OpenDeps } from './handler.ts'
import { errorReply, noRoute } from './error-reply.ts'
import { guard } from './guard.ts'
import { PUBLIC, WEB } from './handlers/page.ts'
import { securityHeaders } from './headers.ts'
import { type Reply, writeReply } from './reply.ts'
import { type ApiRequest, toRequest } from './request.ts'
import { type KnownRoute, ROUTES } from './routes.ts'

/** What the page of the login is made of. */
const OPEN_FILES = ['/plain.css', '/favicon.svg']
const MAX_BODY_BYTES = 2 * 1024 * 1024

/** The Express application. `open` holds what aborts the answers under way. */
export function createApp(deps: OpenDeps, open: Set<AbortController>): Express {
  const app = express()
  app.disable('x-powered-by')
  if (deps.oidc?.setting.publicUrl.startsWith('https:') === true) secureCookies(app)
  app.use(securityHeaders, guard(deps.host))
  const openPaths = ROUTES.filter((route) => route.permission === 'anyone').map((route) => route.path)
  const limits = { clock: deps.clock, requests: deps.requestsPerMinute }
  app.use(authenticate(deps.door, new Set([...openPaths, ...OPEN_FILES]), limits))
  app.use(
    '/queues',
    demand('operate', deps.engine),
    askPolicy(deps, 'queue.admin'),
    onlyLooks(deps.engine),
    ownFontsOnly,
    bullBoard('/queues', { queues: deps.queues, ledgerOf: (tenant) => deps.ledger.of(tenant), principalOf }),
  )
  app.use(express.json({ limit: MAX_BODY_BYTES, strict: true }))
  for (const route of ROUTES) {
    const { method, path, permission } = route
    const answer = async (req: Request, res: Response) => {
      const signal = aborted(res, open)
      const request = toRequest(req, signal)
      const reply =
        route.permission === 'anyone'
          ? await route.handler(request, deps)
          : await answerAs(route, { ...request, principal: principalOf(res) }, deps)
      await writeReply(res, reply, signal, deps.log)
    }
    const checks = permission === 'anyone' ? [] : [demand(permission, deps.engine)]
    if (permission === 'view' && method === 'get') checks.push(askPolicy(deps, 'ledger.read'))
    app[method](path, ...checks, answer)
  }
  app.use('/assets', express.static(`${WEB}/assets`, { immutable: true, maxAge: '1y', fallthrough: false }))
  app.use(express.static(PUBLIC, { index: false, cacheControl: false }))
  app.use(noRoute, errorReply(deps.log))
  return app
}

function answerAs(route: KnownRoute, request: ApiRequest, deps: OpenDeps): Promise<Reply> | Reply {
  return route.handler(request, depsFor(deps, request.principal.tenant))
}

function aborted(res: Response, open: Set<AbortController>): AbortSignal {
  const controller = new AbortController()
  open.add(controller)
  res.once('close', () => {
    open.delete(controller)
    controller.abort()
  })
  return controller.signal
}
