import type { DashboardDeps } from './deps.ts'
import type { Door } from './door.ts'
import type { Oidc } from './oidc.ts'
import type { Reply } from './reply.ts'
import type { ApiRequest, OpenRequest } from './request.ts'

/** What handlers stand on. */
export interface HandlerDeps extends Omit<DashboardDeps, 'oidc'> {
  readonly door: Door
  /** Null when no provider is configured. */
  readonly oidc: Oidc | null
}

/** Answers one route that anyone may ask; throws MusterError. */
export type OpenHandler = (request: OpenRequest, deps: HandlerDeps) => Promise<Reply> | Reply

/** Answers one route; throws MusterError. */
export type Handler = (request: ApiRequest, deps: HandlerDeps) => Promise<Reply> | Reply
