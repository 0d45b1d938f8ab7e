import { AgentStatus, type AttemptJob, agentKey } from '@muster/core'
import type { Bench } from './bench.ts'

/** Shows in the store what this worker does for an agent. */
export async function showAgent(
  { id, state, clock }: Bench,
  { phase, attempt, fence, ...of }: AttemptJob,
): Promise<void> {
  const status = AgentStatus.RUNNING
  await state.write(agentKey(of), { phase, attempt, fence, worker: id, status, updatedAt: clock() })
}
