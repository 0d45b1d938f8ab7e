import { type Actor, type Ledger, MusterError } from '@muster/core'
import type { Beat } from './beat.ts'
import { requireRun } from './require-run.ts'

interface Stop {
  readonly tenant: string
  readonly run: string
  readonly by: Actor
  readonly reason: string | null
}

/**
 * Stops a run for good; answers false when it was stopping or revoked already. A run that is being cancelled may still
 * be revoked. Throws MUSTER_RUN_NOT_FOUND, MUSTER_RUN_ENDED, MUSTER_RUN_TRIMMED.
 */
export async function stopRun(
  ledger: Ledger,
  beat: Beat,
  status: 'cancelled' | 'revoked',
  of: Stop,
): Promise<boolean> {
  const { tenant, run, by, reason } = of
  let already = false
  const rows = await beat.move([
    {
      run,
      judge(state, row) {
        if (row.tenant !== tenant) return null
        already = state.progress.status === 'revoked' && status === 'revoked'
        if (already) return null
        if (state.progress.status !== 'running') {
          throw new MusterError('MUSTER_RUN_ENDED', { run, status: state.progress.status })
        }
        const { stopping } = state.progress
        already = stopping !== null && (status === 'cancelled' || stopping.status === 'revoked')
        return already
          ? null
          : { kind: 'run.stopping', status, by, reason: reason ?? `${status} by ${by.name}` }
      },
    },
  ])
  if (!already) await requireRun(ledger, rows, of)
  return !already
}
