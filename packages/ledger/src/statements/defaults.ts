import { DEFAULT_PROJECT, DEFAULT_TENANT } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session } from '../database.ts'
import { statement, text } from '../statement.ts'
import { projects, tenants } from '../tables/index.ts'

const insertTenant = statement(
  sql`insert into ${tenants} ("id") values (${text('tenant')}) on conflict do nothing`,
)

const insertProject = statement(
  sql`insert into ${projects} ("tenant", "id") values (${text('tenant')}, ${text('project')}) on conflict do nothing`,
)

/** The tenant and the project of whoever names none. */
export async function insertDefaults(session: Session): Promise<void> {
  await insertTenant(session, { tenant: DEFAULT_TENANT })
  await insertProject(session, { tenant: DEFAULT_TENANT, project: DEFAULT_PROJECT })
}
