import { errorBodyOf, type Log, MusterError, toMusterError } from '@muster/core'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { bad } from './request.ts'

/** Answers what no route takes. */
export const noRoute: RequestHandler = (req) => {
  throw new MusterError('MUSTER_ROUTE', { method: req.method, path: req.path.slice(0, 200) })
}

/** The one place where errors become answers. */
export function errorReply(log: Log): ErrorRequestHandler {
  return (thrown: unknown, req, res, _next) => {
    const error = requestFault(thrown) ?? toMusterError(thrown)
    if (error.code === 'MUSTER_INTERNAL')
      log.error({ err: thrown, method: req.method, path: req.path }, 'a request failed')
    if (res.headersSent) return void res.destroy()
    if (error.retryAfter !== null) res.setHeader('retry-after', error.retryAfter)
    res.status(error.status).json(errorBodyOf(error))
  }
}

// What Express and its body parser find wrong with a request carries a 4xx status.
function requestFault(thrown: unknown): MusterError | null {
  if (thrown instanceof MusterError || !(thrown instanceof Error) || !('status' in thrown)) return null
  const status = Number(thrown.status)
  return status >= 400 && status < 500 ? bad(thrown.message) : null
}
