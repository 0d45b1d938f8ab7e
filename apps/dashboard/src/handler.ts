import type { DashboardDeps } from './deps.ts'
import type { Reply } from './reply.ts'
import type { ApiRequest } from './request.ts'

/** Answers one route; throws MusterError. */
export type Handler = (request: ApiRequest, deps: DashboardDeps) => Promise<Reply> | Reply
