import type { Brief, Json, JsonObject, Outcome } from '@muster/core'
import { isObject } from '../json-file.ts'
import { failed, type PhaseRun, succeeded } from '../phase-run.ts'
import { runStep } from '../run-step.ts'
import { sealPlan } from '../seal-plan.ts'
import { makeWorkspace } from '../workspace.ts'

const BUILT_IN: JsonObject = { summary: 'run execute', actions: [{ verb: 'run', target: 'execute' }] }

/** Lets the agent say what it will do, and gives that a digest. */
export async function plan(run: PhaseRun, brief: Brief): Promise<Outcome> {
  await makeWorkspace(run.workspace)
  const result = await runStep(run, brief, 'plan', {})
  if (result === null) return succeeded(sealPlan(run.job, BUILT_IN))
  if (result.kind === 'ended') return result.outcome
  const problem = result.output === null ? noPlan(brief) : planProblem(result.output)
  if (problem !== null)
    return failed(
      'MUSTER_AGENT_OUTPUT',
      { phase: 'PLAN', problem },
      { retryable: false, record: result.facts },
    )
  return succeeded({ ...result.facts, ...sealPlan(run.job, result.output as JsonObject) })
}

function noPlan({ template }: Brief): string {
  return template.agent === null ? 'MUSTER_OUTPUT holds no plan' : 'no plan was proposed'
}

/** What is wrong with a plan, or null: it lists actions, each with a verb and a target. */
function planProblem(planned: JsonObject): string | null {
  const { summary, actions } = planned as { readonly summary?: Json; readonly actions?: Json }
  if (summary !== undefined && typeof summary !== 'string') return '`summary` is not a text'
  if (!Array.isArray(actions)) return '`actions` is not a list'
  for (const [index, action] of (actions as readonly Json[]).entries())
    for (const field of ['verb', 'target'])
      if (!isObject(action) || typeof action[field] !== 'string' || action[field] === '')
        return `action ${index + 1} has no \`${field}\` text`
  return null
}
