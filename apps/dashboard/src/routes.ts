import type { ApiRoute, Permission } from '@muster/core'
import type { Handler, HandlerDeps, OpenDeps, OpenHandler } from './handler.ts'
import { getArtifact } from './handlers/artifacts.ts'
import { checkpoints, resume } from './handlers/checkpoints.ts'
import { settleEffect } from './handlers/effects.ts'
import { changeStream, runStream } from './handlers/events.ts'
import { drainWorker, listWorkers, showFleet } from './handlers/fleet.ts'
import { getEvidence, getGate, getInbox, listGates } from './handlers/gates.ts'
import { health } from './handlers/health.ts'
import { verify } from './handlers/ledger.ts'
import { login, loginCallback, loginCommand, loginWays, logout, publicKeys } from './handlers/login.ts'
import { logs } from './handlers/logs.ts'
import { openApi } from './handlers/openapi.ts'
import { app } from './handlers/page.ts'
import { getPipeline, listPipelines, validate } from './handlers/pipelines.ts'
import { explainPolicy, getPolicy, reloadPolicy } from './handlers/policy.ts'
import { createTenant, listQuotas, listTenants, setQuota } from './handlers/quotas.ts'
import { listRefusals } from './handlers/refusals.ts'
import { listRevocations, revoke } from './handlers/revocations.ts'
import {
  cancel,
  entries,
  forecast,
  getGraph,
  getRun,
  getStage,
  listRuns,
  retry,
  submit,
} from './handlers/runs.ts'
import { search } from './handlers/search.ts'
import { listTemplates, publishTemplate, revokeTemplate } from './handlers/templates.ts'
import { createToken, listTokens, revokeToken, whoami } from './handlers/tokens.ts'
import { dropView, listViews, saveView } from './handlers/views.ts'
import { vote, voteAll } from './handlers/votes.ts'
import { getWhy } from './handlers/why.ts'
import type { Reply } from './reply.ts'
import type { ApiRequest, OpenRequest } from './request.ts'

/** What this server answers, and the permission that it takes to ask. `anyone` asks without being known. */
export type Route = KnownRoute | OpenRoute

interface RouteOf<Asked, Deps> {
  readonly method: Method
  readonly path: string
  readonly handler: (request: Asked, deps: Deps) => Promise<Reply> | Reply
}

/** A route that only those may ask who are known. */
export interface KnownRoute extends RouteOf<ApiRequest, HandlerDeps> {
  readonly permission: Permission
}

interface OpenRoute extends RouteOf<OpenRequest, OpenDeps> {
  readonly permission: 'anyone'
}

type Method = 'get' | 'post' | 'put' | 'delete'

/** Handlers of the API are held to its contract, which is written first. */
type Contracted<Name extends string, OfApi, OfPage> = Name extends ApiRoute
  ? OfApi
  : Name extends `${Method} /api/${string}`
    ? { readonly 'say what it takes and answers in packages/core/src/api-contract.ts': Name }
    : OfPage

function known<const M extends Method, const Path extends string>(
  method: M,
  path: Path,
  permission: Permission,
  handler: Contracted<`${M} ${Path}`, Handler<`${M} ${Path}` & ApiRoute>, Handler>,
): Route {
  return { method, path, permission, handler: handler as Handler }
}

function get<const Path extends string>(
  path: Path,
  permission: Permission,
  handler: Contracted<`get ${Path}`, Handler<`get ${Path}` & ApiRoute>, Handler>,
): Route {
  return known<'get', Path>('get', path, permission, handler)
}

function post<const Path extends string>(
  path: Path,
  permission: Permission,
  handler: Contracted<`post ${Path}`, Handler<`post ${Path}` & ApiRoute>, Handler>,
): Route {
  return known<'post', Path>('post', path, permission, handler)
}

function open<const M extends Method, const Path extends string>(
  method: M,
  path: Path,
  handler: Contracted<`${M} ${Path}`, OpenHandler<`${M} ${Path}` & ApiRoute>, OpenHandler>,
): Route {
  return { method, path, permission: 'anyone', handler: handler as OpenHandler }
}

/** Everything this server answers besides static files and Bull Board. A test holds Express to it. */
export const ROUTES: readonly Route[] = [
  get('/', 'view', app),
  get('/runs', 'view', app),
  get('/runs/:run', 'view', app),
  get('/runs/:run/compare/:other', 'view', app),
  get('/fleet', 'view', app),
  get('/tenants', 'view', app),
  get('/tokens', 'view', app),
  get('/start', 'view', app),
  get('/templates', 'view', app),
  get('/templates/:template', 'view', app),
  get('/search', 'view', app),
  get('/inbox', 'view', app),
  get('/gates/:gate', 'view', app),
  open('get', '/api/health', health),
  open('get', '/api/openapi.json', openApi),
  open('get', '/login', login),
  open('get', '/login/callback', loginCallback),
  post('/logout', 'view', logout),
  open('get', '/api/login', loginWays),
  open('post', '/api/login', loginCommand),
  open('get', '/api/keys', publicKeys),
  get('/api/whoami', 'view', whoami),
  get('/api/tokens', 'view', listTokens),
  post('/api/tokens', 'view', createToken),
  post('/api/tokens/:token/revoke', 'view', revokeToken),
  get('/api/runs', 'view', listRuns),
  post('/api/runs', 'submit', submit),
  get('/api/pipelines', 'view', listPipelines),
  get('/api/pipelines/:pipeline', 'view', getPipeline),
  post('/api/validate', 'submit', validate),
  post('/api/forecasts', 'submit', forecast),
  get('/api/runs/:run', 'view', getRun),
  get('/api/runs/:run/graph', 'view', getGraph),
  get('/api/runs/:run/why', 'view', getWhy),
  get('/api/runs/:run/stages/:stage', 'view', getStage),
  get('/api/runs/:run/stages/:stage/artifacts/:digest', 'view', getArtifact),
  get('/api/runs/:run/entries', 'view', entries),
  get('/api/runs/:run/events', 'view', runStream),
  get('/api/runs/:run/logs', 'view', logs),
  get('/api/runs/:run/checkpoints', 'view', checkpoints),
  post('/api/runs/:run/cancel', 'operate', cancel),
  post('/api/runs/:run/retry', 'operate', retry),
  post('/api/runs/:run/resume', 'operate', resume),
  post('/api/runs/:run/effects/:stage/:effect/settle', 'operate', settleEffect),
  get('/api/gates', 'view', listGates),
  get('/api/gates/:gate', 'view', getGate),
  get('/api/gates/:gate/evidence', 'view', getEvidence),
  post('/api/gates/:gate/votes', 'decide', vote),
  post('/api/votes', 'decide', voteAll),
  get('/api/inbox', 'view', getInbox),
  get('/api/search', 'view', search),
  get('/api/views', 'view', listViews),
  known('put', '/api/views', 'view', saveView),
  known('delete', '/api/views', 'view', dropView),
  get('/api/revocations', 'view', listRevocations),
  post('/api/revocations', 'operate', revoke),
  get('/api/refusals', 'administer', listRefusals),
  get('/api/quotas', 'view', listQuotas),
  post('/api/quotas', 'administer', setQuota),
  get('/api/tenants', 'administer', listTenants),
  post('/api/tenants', 'administer', createTenant),
  get('/api/events', 'view', changeStream),
  get('/api/fleet', 'view', showFleet),
  get('/api/workers', 'view', listWorkers),
  post('/api/workers/:worker/drain', 'operate', drainWorker),
  get('/api/templates', 'view', listTemplates),
  post('/api/templates', 'submit', publishTemplate),
  post('/api/templates/:template/revoke', 'submit', revokeTemplate),
  get('/api/ledger/verify', 'view', verify),
  get('/api/policy', 'view', getPolicy),
  get('/api/policy/explain', 'view', explainPolicy),
  post('/api/policy/reload', 'administer', reloadPolicy),
]
