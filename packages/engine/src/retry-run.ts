import { type Actor, MusterError, startRequest } from '@muster/core'
import { openDoor } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import { projectRefusal } from './decide-calls.ts'
import type { EngineDeps } from './deps.ts'
import { requireRun } from './require-run.ts'

/**
 * Starts an ended run again from what did not succeed. Throws MUSTER_RUN_NOT_FOUND, MUSTER_RUN_NOT_RETRYABLE,
 * MUSTER_RUN_TRIMMED, MUSTER_PROJECT_REVOKED, MUSTER_POLICY_DENIED.
 */
export async function retryRun(
  { ledger, policy }: Pick<EngineDeps, 'ledger' | 'policy'>,
  beat: Beat,
  of: { tenant: string; run: string; by: Actor },
): Promise<void> {
  const { tenant, run, by } = of
  const door = openDoor(policy)
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
        const request = startRequest(row, state.graph, by, true)
        return door.pass(state, request, by, (ground) => ({ kind: 'run.retried', by, policy: ground }))
      },
    },
  ])
  door.check()
  await requireRun(ledger, rows, of)
}
