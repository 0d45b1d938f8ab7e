import { MusterError, type RunRow } from '@muster/core'

/** The run's row after a beat that had to move it. Throws MUSTER_RUN_NOT_FOUND. */
export function requireRun(rows: readonly RunRow[], run: string): RunRow {
  const row = rows.find(({ id }) => id === run)
  if (row === undefined) throw new MusterError('MUSTER_RUN_NOT_FOUND', { run })
  return row
}
