import { type Ledger, MusterError, type RunRow } from '@muster/core'

/** The run's row after a beat that had to move it. Throws MUSTER_RUN_TRIMMED, MUSTER_RUN_NOT_FOUND. */
export async function requireRun(
  ledger: Ledger,
  rows: readonly RunRow[],
  { tenant, run }: { readonly tenant: string; readonly run: string },
): Promise<RunRow> {
  const row = rows.find(({ id }) => id === run)
  if (row !== undefined) return row
  const trimmed = ((await ledger.run(tenant, run))?.trimmedAt ?? null) !== null
  throw new MusterError(trimmed ? 'MUSTER_RUN_TRIMMED' : 'MUSTER_RUN_NOT_FOUND', { run })
}
