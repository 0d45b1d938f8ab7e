import type { DashboardDeps } from './deps.ts'
import type { Reply } from './reply.ts'
import type { ApiRequest, OpenRequest } from './request.ts'

/** Answers one route that anyone may ask; throws MusterError. */
export type OpenHandler = (request: OpenRequest, deps: DashboardDeps) => Promise<Reply> | Reply

/** Answers one route; throws MusterError. */
export type Handler = (request: ApiRequest, deps: DashboardDeps) => Promise<Reply> | Reply
