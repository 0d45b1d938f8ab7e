import type { RequestHandler } from 'express'

const PAGE_POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

// Bull Board sets a base address and styles of its own; its script is a file like ours.
const BOARD_POLICY = [
  "default-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "object-src 'none'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
].join('; ')

/** What browsers must be told about every answer. */
export const securityHeaders: RequestHandler = (req, res, next) => {
  const board = req.path === '/queues' || req.path.startsWith('/queues/')
  res.setHeader('content-security-policy', board ? BOARD_POLICY : PAGE_POLICY)
  res.setHeader('x-content-type-options', 'nosniff')
  res.setHeader('x-frame-options', board ? 'SAMEORIGIN' : 'DENY')
  res.setHeader('referrer-policy', 'no-referrer')
  res.setHeader('cross-origin-opener-policy', 'same-origin')
  res.setHeader('cross-origin-resource-policy', 'same-origin')
  res.setHeader('cache-control', req.path.startsWith('/api/') ? 'no-store' : 'no-cache')
  next()
}
