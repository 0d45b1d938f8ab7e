import {
  isLocalOwner,
  type Json,
  MusterError,
  type Principal,
  type QuotaBody,
  scopeName,
  SETTABLE_LIMITS,
  type SettableLimit,
  TIERS,
} from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, isObject, objectOf, textOf } from '../request.ts'

/** The limits of a tenant and of its projects, and what is used of them. The local owner may ask for any tenant. */
export const listQuotas: Handler<'get /api/quotas'> = async ({ query, principal }, { engine }) =>
  json({ quotas: await engine.quotas(tenantOf(principal, query.tenant ?? null)) })

/** Sets limits. Those of a tenant itself are set by who runs this Muster; those of its projects by its administrators too. */
export const setQuota: Handler<'post /api/quotas'> = async ({ body, principal }, { engine }) => {
  const given = objectOf(body, ['project', 'tenant', 'limits', 'reason'])
  const project = textOf(given, 'project', 63)
  const reason = textOf(given, 'reason', 4_000)
  if (reason === null || reason.trim() === '') throw bad('`reason` says why: it is kept in the ledger')
  if (project === null && !isLocalOwner(principal))
    throw notAllowed('Only the owner of this Muster sets the limits of a tenant.')
  if (principal.project !== null) throw notAllowed('Who acts in one project only sets no limits.')
  const tenant = tenantOf(principal, textOf(given, 'tenant', 63))
  const limits = limitsIn(given['limits'])
  return json({ quota: await engine.setQuota({ tenant, project, limits, by: principal.actor, reason }) })
}

/** The tenants there are. */
export const listTenants: Handler<'get /api/tenants'> = async ({ principal }, { tenants }) => {
  requireOwner(principal)
  return json({ tenants: await tenants.tenants() })
}

/** Makes a tenant, or a project: 201 when it is new. */
export const createTenant: Handler<'post /api/tenants'> = async ({ body, principal }, { tenants }) => {
  requireOwner(principal)
  const given = objectOf(body, ['tenant', 'project'])
  const tenant = scopeName('tenant', textOf(given, 'tenant', 63) ?? '')
  const project = textOf(given, 'project', 63)
  const made = await tenants.createTenant(tenant)
  const added = project !== null && (await tenants.createProject(tenant, scopeName('project', project)))
  const { projects } = (await tenants.tenants()).find(({ id }) => id === tenant) ?? { projects: [] }
  const created = made || added
  return json({ tenant: { id: tenant, projects }, created }, created ? 201 : 200)
}

function limitsIn(given: Json | undefined): QuotaBody['limits'] {
  if (given === undefined || !isObject(given))
    throw bad('`limits` is an object of numbers, or null for no limit')
  const limits: Partial<Record<SettableLimit, number | null>> = {}
  for (const [name, value] of Object.entries(given)) {
    const known = SETTABLE_LIMITS.find((one) => one === name)
    if (known === undefined) throw bad(`a limit is one of ${SETTABLE_LIMITS.join(', ')}: not \`${name}\``)
    const fits = typeof value === 'number' && value >= 0 && (known === 'cost' || Number.isSafeInteger(value))
    if (known === 'tier' && value !== null && !TIERS.some((tier) => tier === value))
      throw bad('`tier` is a number from 0 to 4, or null for no limit')
    if (value !== null && !fits) throw bad(`\`${name}\` is a number from 0, or null for no limit`)
    limits[known] = value as number | null
  }
  return limits
}

function tenantOf(principal: Principal, asked: string | null): string {
  if (asked === null || asked === principal.tenant) return principal.tenant
  requireOwner(principal)
  return asked
}

function requireOwner(principal: Principal): void {
  if (!isLocalOwner(principal)) throw notAllowed('Only the owner of this Muster sees to its tenants.')
}

function notAllowed(problem: string): MusterError {
  return new MusterError('MUSTER_NOT_ALLOWED', { problem })
}
