import { type Actor, judgeRetry, MusterError, startRequest } from '@muster/core'
import { openDoor } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import { projectRefusal } from './decide-calls.ts'
import type { EngineDeps } from './deps.ts'
import { requireRun } from './require-run.ts'

export interface Retrial {
  readonly tenant: string
  readonly run: string
  readonly by: Actor
  /** A stage that runs again whatever it came to, with all that depends on it. */
  readonly from?: string | null
}

/**
 * Starts an ended run again from what did not succeed, and from a stage if one is chosen. Throws MUSTER_RUN_NOT_FOUND,
 * MUSTER_STAGE_NOT_FOUND, MUSTER_RUN_NOT_RETRYABLE, MUSTER_RUN_TRIMMED, MUSTER_PROJECT_REVOKED, MUSTER_POLICY_DENIED.
 */
export async function retryRun(
  { ledger, policy }: Pick<EngineDeps, 'ledger' | 'policy'>,
  beat: Beat,
  of: Retrial,
): Promise<void> {
  const { tenant, run, by, from = null } = of
  const door = openDoor(policy)
  const rows = await beat.move([
    {
      run,
      judge(state, row, revoked) {
        if (row.tenant !== tenant) return null
        const refusal = projectRefusal(revoked, row)
        if (refusal !== null) throw refusal
        if (from !== null && !state.nodes.has(from))
          throw new MusterError('MUSTER_STAGE_NOT_FOUND', { run, stage: from })
        const problem = judgeRetry(state, from)
        if (problem !== null) throw new MusterError('MUSTER_RUN_NOT_RETRYABLE', { run, problem })
        const request = startRequest(row, state.graph, by, true)
        return door.pass(state, request, by, (ground) => ({
          kind: 'run.retried',
          by,
          ...(from !== null && { from }),
          policy: ground,
        }))
      },
    },
  ])
  door.check()
  await requireRun(ledger, rows, of)
}
