import { type Actor, type Ledger, MusterError } from '@muster/core'
import type { Beat } from './beat.ts'
import { projectRefusal } from './decide-calls.ts'
import { requireRun } from './require-run.ts'

/**
 * Starts an ended run again from what did not succeed. Throws MUSTER_RUN_NOT_FOUND, MUSTER_RUN_NOT_RETRYABLE,
 * MUSTER_RUN_TRIMMED, MUSTER_PROJECT_REVOKED.
 */
export async function retryRun(
  ledger: Ledger,
  beat: Beat,
  of: { tenant: string; run: string; by: Actor },
): Promise<void> {
  const { tenant, run, by } = of
  const rows = await beat.move([
    {
      run,
      judge(state, row, revoked) {
        if (row.tenant !== tenant) return null
        const refusal = projectRefusal(revoked, row)
        if (refusal !== null) throw refusal
        const { status } = state.progress
        if (status !== 'failed' && status !== 'cancelled' && status !== 'timed_out') {
          throw new MusterError('MUSTER_RUN_NOT_RETRYABLE', { run, status })
        }
        return { kind: 'run.retried', by }
      },
    },
  ])
  await requireRun(ledger, rows, of)
}
