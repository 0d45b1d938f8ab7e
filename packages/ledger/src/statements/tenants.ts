import { DEFAULT_PROJECT, MusterError, type TenantView } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session, Sessions } from '../database.ts'
import { statement, text } from '../statement.ts'
import { projects, tenants } from '../tables/index.ts'

const insertTenant = statement<{ readonly id: string }>(
  sql`insert into ${tenants} ("id") values (${text('tenant')}) on conflict do nothing returning "id"`,
)

const findTenant = statement<{ readonly id: string }>(
  sql`select ${tenants.id} as "id" from ${tenants} where ${tenants.id} = ${text('tenant')}`,
)

const insertProject = statement<{ readonly id: string }>(
  sql`insert into ${projects} ("tenant", "id") values (${text('tenant')}, ${text('project')})
    on conflict do nothing returning "id"`,
)

export const listTenants = statement<TenantView>(
  sql`select ${tenants.id} as "id", coalesce(json_agg(${projects.id} order by ${projects.id})
      filter (where ${projects.id} is not null), '[]') as "projects"
    from ${tenants} left join ${projects} on ${projects.tenant} = ${tenants.id}
    group by ${tenants.id} order by ${tenants.id}`,
)

/** Makes a tenant with its default project; false when it is there already. */
export function createTenant(sessions: Sessions, tenant: string): Promise<boolean> {
  return sessions.transaction(async (session) => {
    const [made] = await insertTenant(session, { tenant })
    await insertProject(session, { tenant, project: DEFAULT_PROJECT })
    return made !== undefined
  })
}

/** Makes a project; false when it is there already. Throws MUSTER_TENANT_NOT_FOUND. */
export async function createProject(session: Session, tenant: string, project: string): Promise<boolean> {
  const [found] = await findTenant(session, { tenant })
  if (found === undefined) throw new MusterError('MUSTER_TENANT_NOT_FOUND', { tenant })
  return (await insertProject(session, { tenant, project })).length > 0
}
