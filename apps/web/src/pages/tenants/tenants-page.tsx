import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { whoami } from '../../api/queries.ts'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { NewTenant } from './new-tenant.tsx'
import { QuotaCard } from './quota-card.tsx'
import { quotas, tenants } from './tenant-queries.ts'
import '../../style/tenants.css'

/** What a tenant and its projects may use, and what they do; for the owner of this Muster, every tenant. */
export function TenantsPage() {
  useTitle('Tenants')
  const me = useQuery(whoami).data
  const [search, setSearch] = useSearchParams()
  const owner =
    me?.authentication.by === 'owner' ||
    (me?.authentication.by === 'session' && me.authentication.login === 'owner')
  const all = useQuery({ ...tenants, enabled: owner }).data
  const chosen = search.get('tenant')
  const { data, error } = useQuery(quotas(chosen))
  const name = chosen ?? me?.tenant ?? ''
  const administers = me?.permissions.includes('administer') === true && me.project === null
  return (
    <>
      <div className="line">
        <h1>Limits of {name}</h1>
        {all !== undefined && (
          <label>
            Tenant{' '}
            <select value={name} onChange={({ target }) => setSearch({ tenant: target.value })}>
              {all.map(({ id }) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        )}
        {owner && <NewTenant />}
      </div>
      <p className="quiet">
        What would go past a limit waits or is refused, and says so. Days begin at midnight in UTC.
      </p>
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the limits" />}
      <div className="quotas">
        {data?.map((quota) => (
          <QuotaCard
            key={quota.project ?? ''}
            tenant={chosen}
            quota={quota}
            mayChange={administers && (quota.project !== null || owner)}
          />
        ))}
      </div>
    </>
  )
}
