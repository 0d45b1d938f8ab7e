import { DEFAULT_PROJECT, DEFAULT_TENANT, type Ledger, MusterError, type QuotaScope } from '@muster/core'

/** Throws MUSTER_TENANT_NOT_FOUND, MUSTER_PROJECT_NOT_FOUND for a scope that nobody made. */
export async function requireScope(
  ledger: Pick<Ledger, 'tenants'>,
  { tenant, project }: QuotaScope,
): Promise<void> {
  // These are always there.
  if (tenant === DEFAULT_TENANT && (project === null || project === DEFAULT_PROJECT)) return
  const found = (await ledger.tenants()).find(({ id }) => id === tenant)
  if (found === undefined) throw new MusterError('MUSTER_TENANT_NOT_FOUND', { tenant })
  if (project !== null && !found.projects.includes(project))
    throw new MusterError('MUSTER_PROJECT_NOT_FOUND', { project })
}
