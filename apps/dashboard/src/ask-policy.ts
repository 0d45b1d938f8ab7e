import {
  type Asker,
  askerOf,
  denialOf,
  MusterError,
  type Policy,
  type PolicyRequest,
  type Principal,
} from '@muster/core'
import type { RequestHandler } from 'express'
import { principalOf } from './authenticate.ts'

/** What policies are asked of a whole tenant. */
export type TenantAction = Extract<PolicyRequest['action'], 'ledger.read' | 'policy.change' | 'queue.admin'>

/** Asks about somebody's whole tenant. Throws MUSTER_POLICY_DENIED. */
export function requireTenant(policy: Policy, principal: Principal, action: TenantAction): void {
  const decision = policy.decide(tenantRequest(principal.tenant, askerOf(principal.actor), action))
  if (decision.allow) return
  const { name: who } = principal.actor
  throw new MusterError('MUSTER_POLICY_DENIED', {
    who,
    action,
    what: 'this Muster',
    because: denialOf(decision),
  })
}

export function tenantRequest(tenant: string, principal: Asker, action: TenantAction): PolicyRequest {
  const asking = { tenant, principal, resource: { type: 'tenant' } } as const
  return action === 'queue.admin'
    ? { ...asking, action, context: { changes: false } }
    : { ...asking, action, context: {} }
}

/** Lets on whom policies let do this to their whole tenant. Throws MUSTER_POLICY_DENIED. */
export function askPolicy(policy: Policy, action: TenantAction): RequestHandler {
  const asked: RequestHandler = (_req, res, next) => {
    requireTenant(policy, principalOf(res), action)
    next()
  }
  return asked
}
