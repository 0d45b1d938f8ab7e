import type { Outcome } from '@muster/core'
import { forgetStanding } from '../checkpoint/place.ts'
import { type PhaseRun, succeeded } from '../phase-run.ts'
import { removeWorkspace } from '../workspace.ts'

/** Removes everything the agent had on this disk; what counts is in the artifact store and the ledger. */
export async function exit(run: PhaseRun): Promise<Outcome> {
  await run.host.agents.end(run.agent)
  forgetStanding(run.workspace)
  await removeWorkspace(run.workspace)
  return succeeded({ agent: run.agent, workspace: 'removed' })
}
