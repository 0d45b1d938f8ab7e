import type { IncomingHttpHeaders } from 'node:http'
import { MusterError } from '@muster/core'
import type { RequestHandler } from 'express'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Refuses what a hostile page in the owner's browser could send.
 *
 * G1. On loopback, a Host that is not ours is a name rebound to this machine.
 * G2. A request that changes something comes from our own pages or from no page at all.
 * G3. A body is JSON: no form of another site can send that.
 */
export function guard(host: string): RequestHandler {
  const own = host.includes(':') ? `[${host}]` : host
  const loopback = LOOPBACK.has(own) || own.startsWith('127.')
  return (req, _res, next) => {
    const given = req.headers.host ?? ''
    const name = given.replace(/:\d+$/, '').toLowerCase()
    if (loopback && name !== own && !LOOPBACK.has(name))
      throw refused(`This Muster does not answer to the host \`${name}\`.`)
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    const origin = req.headers.origin
    if (origin !== undefined && !sameHost(origin, given))
      throw refused('Another site may not change anything here.')
    if (hasBody(req.headers) && !req.is('application/json')) throw refused('Only JSON is taken here.')
    next()
  }
}

export function refused(problem: string): MusterError {
  return new MusterError('MUSTER_NOT_ALLOWED', { problem })
}

function sameHost(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
