import type { Clock } from '@muster/core'
import { type AuditLedger, createLedger } from './create-ledger.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/** Opens the ledger of one machine, in `directory`, or in memory when that is null. It is not migrated yet. */
export async function openPgliteLedger(
  directory: string | null,
  clock: Clock = Date.now,
): Promise<AuditLedger> {
  return createLedger(await openPglite(directory), clock)
}

/** Opens the ledger on a Postgres server. It is not migrated yet. Throws MUSTER_LEDGER_UNREACHABLE. */
export async function openPostgresLedger(url: string, clock: Clock = Date.now): Promise<AuditLedger> {
  return createLedger(await openPostgres(url), clock)
}

/** Opens the Postgres server at `url`, or without one the ledger in `directory`. Throws MUSTER_LEDGER_UNREACHABLE. */
export function openLedger(config: {
  readonly url: string | null
  readonly directory: string
}): Promise<AuditLedger> {
  return config.url === null ? openPgliteLedger(config.directory) : openPostgresLedger(config.url)
}
