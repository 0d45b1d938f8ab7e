import {
  type Asker,
  askerOf,
  denialOf,
  groundOf,
  MusterError,
  type Policy,
  type PolicyGround,
  type PolicyRequest,
  type Principal,
} from '@muster/core'
import { changeRequest, type Refusals } from '@muster/engine'
import type { RequestHandler } from 'express'
import { principalOf } from './authenticate.ts'

/** What policies are asked of a whole tenant. */
export type TenantAction = Extract<
  PolicyRequest['action'],
  'ledger.read' | 'policy.change' | 'queue.admin' | 'webhook.change'
>

export interface TenantDoor {
  readonly policy: Policy
  readonly engine: { readonly refusals: Pick<Refusals, 'note'> }
}

/** What lets somebody do this to their whole tenant; what is denied is written down. Throws MUSTER_POLICY_DENIED. */
export async function requireTenant(
  { policy, engine }: TenantDoor,
  principal: Principal,
  action: TenantAction,
  changes = false,
): Promise<PolicyGround> {
  const { tenant, actor: by } = principal
  const decision = policy.decide(tenantRequest(tenant, askerOf(by), action, changes))
  if (decision.allow) return groundOf(decision)
  const told = { on: 'this Muster', because: 'MUSTER_POLICY_DENIED', policy: groundOf(decision) }
  await engine.refusals.note({ kind: 'refused', tenant, by, door: action, ...told })
  const { name: who } = by
  throw new MusterError('MUSTER_POLICY_DENIED', {
    who,
    action,
    what: 'this Muster',
    because: denialOf(decision),
  })
}

export function tenantRequest(
  tenant: string,
  principal: Asker,
  action: TenantAction,
  changes = false,
): PolicyRequest {
  if (action === 'policy.change') return changeRequest(tenant, principal)
  const asking = { tenant, principal, resource: { type: 'tenant' } } as const
  return action === 'queue.admin'
    ? { ...asking, action, context: { changes } }
    : { ...asking, action, context: {} }
}

/** Lets on whom policies let do this to their whole tenant. Throws MUSTER_POLICY_DENIED. */
export function askPolicy(door: TenantDoor, action: TenantAction): RequestHandler {
  const asked: RequestHandler = async (_req, res, next) => {
    await requireTenant(door, principalOf(res), action)
    next()
  }
  return asked
}
