import {
  type Actor,
  dayStart,
  type Limits,
  limitsOf,
  NOTHING_REVOKED,
  type QuotaLink,
  type QuotaScope,
  type QuotaView,
  sealNext,
  type SettableLimit,
  withRevocations,
} from '@muster/core'
import type { EngineDeps } from './deps.ts'
import { requireScope } from './require-scope.ts'
import type { RevocationRegister } from './revocation-register.ts'

/** A change of limits: null takes one away, what is absent stays. */
export interface QuotaChange extends QuotaScope {
  readonly limits: Readonly<Partial<Record<SettableLimit, number | null>>>
  readonly by: Actor
  readonly reason: string
}

/** Limits are links of the tenant's chain: a commit that was decided without knowing of the newest is not written. */
export function createQuotas(
  { ledger, clock }: Pick<EngineDeps, 'ledger' | 'clock'>,
  register: RevocationRegister,
) {
  async function view(scope: QuotaScope): Promise<QuotaView> {
    const usage = await ledger.of(scope.tenant).usage(scope, dayStart(clock()))
    return { project: scope.project, limits: limitsOf(register.known(), scope) ?? {}, usage }
  }

  return {
    /** Sets limits; answers how they and their use then stand. Throws MUSTER_TENANT_NOT_FOUND, MUSTER_PROJECT_NOT_FOUND. */
    async set({ tenant, project, limits, by, reason }: QuotaChange): Promise<QuotaView> {
      const scope = { tenant, project }
      await requireScope(ledger, scope)
      await ledger.revoke(tenant, (links) => {
        const known = withRevocations(NOTHING_REVOKED, links)
        const before = limitsOf(known, scope) ?? {}
        const after = Object.fromEntries(
          Object.entries({ ...before, ...limits }).filter(
            ([, limit]) => limit !== null && limit !== undefined,
          ),
        ) as Limits
        if (JSON.stringify(after) === JSON.stringify(before)) return null
        const of: Pick<QuotaLink, 'scope' | 'target'> =
          project === null ? { scope: 'tenant', target: tenant } : { scope: 'project', target: project }
        return sealNext(known, { tenant, at: clock(), kind: 'quota', ...of, limits: after, by, reason })
      })
      await register.refresh()
      return view(scope)
    },
    /** The limits of a tenant and of each of its projects that has any, and what is used of them. */
    async of(tenant: string): Promise<readonly QuotaView[]> {
      await register.refresh()
      const projects = (await ledger.tenants()).find(({ id }) => id === tenant)?.projects ?? []
      const limited = projects.filter((project) => limitsOf(register.known(), { tenant, project }) !== null)
      return Promise.all([null, ...limited].map((project) => view({ tenant, project })))
    },
  }
}
