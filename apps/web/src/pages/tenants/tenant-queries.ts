import type { QuotasAnswer, TenantsAnswer } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

/** The limits of a tenant, null for one's own, and what is used of them. */
export function quotas(tenant: string | null) {
  const query = tenant === null ? '' : `?tenant=${encodeURIComponent(tenant)}`
  return queryOptions({
    // What is used changes with the runs.
    queryKey: ['runs', 'quotas', tenant],
    queryFn: async () => (await call<QuotasAnswer>(`/quotas${query}`)).quotas,
  })
}

export const tenants = queryOptions({
  queryKey: ['tenant', 'all'],
  queryFn: async () => (await call<TenantsAnswer>('/tenants')).tenants,
})
