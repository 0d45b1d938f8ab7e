import { type Actor, askerOf, MusterError, runResource } from '@muster/core'
import { openDoor } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import { requireRun } from './require-run.ts'

interface Stop {
  readonly tenant: string
  readonly run: string
  readonly by: Actor
  readonly reason: string | null
}

/**
 * Stops a run for good; answers false when it was stopping or revoked already. A run that is being cancelled may still
 * be revoked. Throws MUSTER_RUN_NOT_FOUND, MUSTER_RUN_ENDED, MUSTER_RUN_TRIMMED, MUSTER_POLICY_DENIED.
 */
export async function stopRun(
  { ledger, policy }: Pick<EngineDeps, 'ledger' | 'policy'>,
  beat: Beat,
  status: 'cancelled' | 'revoked',
  of: Stop,
): Promise<boolean> {
  const { tenant, run, by, reason } = of
  const door = openDoor(policy)
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
        if (already) return null
        const request = {
          tenant,
          action: 'run.revoke',
          principal: askerOf(by),
          resource: runResource(row, state.graph),
          context: { scope: 'run', how: status === 'revoked' ? 'revoke' : 'cancel' },
        } as const
        return door.pass(state, request, by, (ground) => ({
          kind: 'run.stopping',
          status,
          by,
          reason: reason ?? `${status} by ${by.name}`,
          policy: ground,
        }))
      },
    },
  ])
  door.check()
  if (!already) await requireRun(ledger, rows, of)
  return !already
}
