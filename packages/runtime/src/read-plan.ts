import { digestOf, type JsonObject, type Outcome } from '@muster/core'
import { isObject } from './json-file.ts'
import { failed, type PhaseRun } from './phase-run.ts'
import { readRecord } from './record.ts'

export type PlanResult =
  | { readonly kind: 'plan'; readonly plan: JsonObject; readonly planDigest: string }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** The agent's plan as PLAN left it on this disk; a missing or changed one ends the phase. */
export async function readPlan(run: PhaseRun): Promise<PlanResult> {
  const record = await readRecord(run.workspace, 'PLAN')
  const planned = record?.data['plan']
  const planDigest = record?.data['planDigest']
  if (!isObject(planned) || typeof planDigest !== 'string')
    return refuse(run, `worker \`${run.host.worker}\` does not have the plan of agent \`${run.agent}\``, true)
  if (digestOf(planned) !== planDigest)
    return refuse(run, `the plan of agent \`${run.agent}\` was changed after PLAN`, false)
  return { kind: 'plan', plan: planned, planDigest }
}

function refuse(run: PhaseRun, reason: string, retryable: boolean): PlanResult {
  run.host.log.warn({ agent: run.agent, phase: run.job.phase }, reason)
  const outcome = failed('MUSTER_INTERNAL', { reason }, { retryable })
  if (outcome.kind !== 'failed') return { kind: 'ended', outcome }
  const hint =
    'The workers that serve one tier need one disk for workspaces: the same MUSTER_HOME or a shared volume.'
  return { kind: 'ended', outcome: { ...outcome, fault: { ...outcome.fault, hint } } }
}
