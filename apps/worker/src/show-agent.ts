import { AgentStatus, type AttemptJob, agentId } from '@muster/core'
import type { Bench } from './bench.ts'

/** Shows in the store what this worker does for an agent. */
export async function showAgent(
  { id, state, clock }: Bench,
  { run, stage, phase, attempt, fence }: AttemptJob,
): Promise<void> {
  const status = AgentStatus.RUNNING
  await state.write(agentId(run, stage), { phase, attempt, fence, worker: id, status, updatedAt: clock() })
}
