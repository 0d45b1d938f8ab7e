import type { Brief, Outcome } from '@muster/core'
import { failed, type PhaseRun, succeeded } from '../phase-run.ts'
import { readPlan } from '../read-plan.ts'
import { readRecord } from '../record.ts'
import { runStep } from '../run-step.ts'

/** Checks what EXECUTE came to: by the template's command, or by its record when there is none. */
export async function verify(run: PhaseRun, brief: Brief): Promise<Outcome> {
  const planned = await readPlan(run)
  if (planned.kind === 'ended') return planned.outcome
  const executed = await readRecord(run, 'EXECUTE')
  if (executed?.outcome !== 'succeeded')
    return failed(
      'MUSTER_AGENT_FAILED',
      { phase: 'EXECUTE', how: 'no success on record', run: run.job.run },
      { retryable: false },
    )
  const { plan, planDigest } = planned
  const result = await runStep(run, brief, 'verify', { plan, planDigest, outputs: executed.outputs })
  if (result === null) return succeeded({ verified: true, by: 'record' })
  if (result.kind === 'ended') return result.outcome
  return succeeded({
    ...result.facts,
    verified: true,
    by: brief.template.agent === null ? 'command' : 'agent',
    checks: result.output,
  })
}
