import type { Ledger, LedgerReads, VerifyAnswer } from '@muster/core'
import type { DashboardDeps } from './deps.ts'
import type { Door } from './door.ts'
import type { Oidc } from './oidc.ts'
import type { ReplyTo } from './reply.ts'
import type { ApiRequest, OpenRequest, RouteName } from './request.ts'

/** What handlers stand on that anyone may ask. */
export interface OpenDeps extends Omit<DashboardDeps, 'oidc'> {
  readonly door: Door
  /** Calls back whenever workers or queues may look different; answers how to stop that. */
  readonly fleetChanges: (listener: () => void) => () => void
  /** Null when no provider is configured. */
  readonly oidc: Oidc | null
}

/** Answers one route that anyone may ask, as its contract says; throws MusterError. */
export type OpenHandler<Name extends RouteName = 'page'> = (
  request: OpenRequest<Name>,
  deps: OpenDeps,
) => Promise<ReplyTo<Name>> | ReplyTo<Name>

/** What a route is given: of the ledger what the tenant of whoever asks may see, and no more. */
export interface HandlerDeps extends Omit<OpenDeps, 'ledger' | 'verifyLedger'> {
  readonly ledger: LedgerReads
  readonly tenants: Pick<Ledger, 'tenants' | 'createTenant' | 'createProject'>
  readonly views: Pick<Ledger, 'saveView' | 'dropView'>
  /** Verifies the chains of these runs; null means all of the tenant's, and what it revoked. */
  readonly verifyLedger: (runs: readonly string[] | null) => Promise<VerifyAnswer>
}

/** The dependencies as a tenant may use them. */
export function depsFor(deps: OpenDeps, tenant: string): HandlerDeps {
  return {
    ...deps,
    ledger: deps.ledger.of(tenant),
    tenants: deps.ledger,
    views: deps.ledger,
    verifyLedger: (runs) => deps.verifyLedger(tenant, runs),
  }
}

/** Answers one route, as its contract says; throws MusterError. */
export type Handler<Name extends RouteName = 'page'> = (
  request: ApiRequest<Name>,
  deps: HandlerDeps,
) => Promise<ReplyTo<Name>> | ReplyTo<Name>
