import type { Brief, Outcome } from '@muster/core'
import { failed, type PhaseRun } from '../phase-run.ts'
import { readPlan } from '../read-plan.ts'
import { runStep } from '../run-step.ts'

/** Does what the plan says, and takes the agent's outputs. */
export async function execute(run: PhaseRun, brief: Brief): Promise<Outcome> {
  const planned = await readPlan(run)
  if (planned.kind === 'ended') return planned.outcome
  const { planDigest } = planned
  const result = await runStep(run, brief, 'execute', { plan: planned.plan, planDigest })
  if (result === null)
    return {
      kind: 'succeeded',
      record: { planDigest, note: 'the template does nothing in EXECUTE' },
      outputs: {},
    }
  if (result.kind === 'ended') return result.outcome
  const outputs = result.output ?? {}
  const missing = brief.template.outputs.filter((name) => !Object.hasOwn(outputs, name))
  const record = { ...result.facts, planDigest, outputs: Object.keys(outputs).length }
  if (missing.length > 0)
    return failed(
      'MUSTER_AGENT_OUTPUT',
      { phase: 'EXECUTE', problem: `the template promises \`${missing.join('`, `')}\`` },
      { retryable: true, record },
    )
  return { kind: 'succeeded', record, outputs }
}
