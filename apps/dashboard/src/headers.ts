import type { RequestHandler } from 'express'
import helmet from 'helmet'

const COMMON = {
  referrerPolicy: { policy: 'no-referrer' },
  // Whoever ends TLS in front of this says so.
  strictTransportSecurity: false,
} as const

const pageHeaders = helmet({
  ...COMMON,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
      'object-src': ["'none'"],
      'require-trusted-types-for': ["'script'"],
      // Lets scripts of this server run as workers: `own-worker.ts` of the pages holds it to them.
      'trusted-types': ['muster'],
    },
  },
  xFrameOptions: { action: 'deny' },
})

// Bull Board sets a base address and styles of its own; its script is a file like ours.
const boardHeaders = helmet({
  ...COMMON,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'base-uri': ["'self'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'self'"],
      'object-src': ["'none'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'", 'data:'],
      'style-src': ["'self'", "'unsafe-inline'"],
    },
  },
  xFrameOptions: { action: 'sameorigin' },
})

/** What browsers must be told about every answer. */
export const securityHeaders: RequestHandler = (req, res, next) => {
  const board = req.path === '/queues' || req.path.startsWith('/queues/')
  // What the build made never changes under its name: whoever serves it says so.
  if (!req.path.startsWith('/assets/'))
    res.setHeader('cache-control', req.path.startsWith('/api/') ? 'no-store' : 'no-cache')
  const set = board ? boardHeaders : pageHeaders
  set(req, res, next)
}
