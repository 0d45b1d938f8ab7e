import { errorBodyOf, type Log, MusterError, toMusterError } from '@muster/core'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { appDocument } from './handlers/page.ts'
import { errorPage } from './pages/plain-page.ts'
import { bad } from './request.ts'

/** Answers what no route takes: a browser that looks for a page with the document, which says that there is none. */
export const noRoute: RequestHandler = (req, res) => {
  if (req.method === 'GET' && wantsPage(req)) return void res.status(404).type('html').send(appDocument())
  throw new MusterError('MUSTER_ROUTE', { method: req.method, path: req.path.slice(0, 200) })
}

/** The one place where errors become answers. */
export function errorReply(log: Log): ErrorRequestHandler {
  return (thrown: unknown, req, res, _next) => {
    const error = requestFault(thrown, req) ?? toMusterError(thrown)
    if (error.code === 'MUSTER_INTERNAL')
      log.error({ err: thrown, method: req.method, path: req.path }, 'a request failed')
    if (res.headersSent) return void res.destroy()
    if (error.retryAfter !== null) res.setHeader('retry-after', error.retryAfter)
    const body = errorBodyOf(error)
    res.status(error.status)
    if (wantsPage(req)) res.type('html').send(errorPage(body.error))
    else res.json(body)
  }
}

/** Whether a browser goes to an address, as opposed to a script that asks the API or a page that wants a file. */
function wantsPage(req: Request): boolean {
  return req.accepts(['json', 'html']) === 'html' && !/^\/(api|assets)\//.test(req.path)
}

// What Express and its body parser find wrong with a request carries a 4xx status.
function requestFault(thrown: unknown, req: Request): MusterError | null {
  if (thrown instanceof MusterError || !(thrown instanceof Error) || !('status' in thrown)) return null
  const status = Number(thrown.status)
  if (status === 404)
    return new MusterError('MUSTER_ROUTE', { method: req.method, path: req.path.slice(0, 200) })
  return status >= 400 && status < 500 ? bad(thrown.message) : null
}
