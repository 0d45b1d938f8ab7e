import { digestOf, type JsonObject, type Outcome } from '@muster/core'
import { isObject } from './json-file.ts'
import { failed, type PhaseRun } from './phase-run.ts'
import { readRecord } from './record.ts'

export type PlanResult =
  | { readonly kind: 'plan'; readonly plan: JsonObject; readonly planDigest: string }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** The agent's plan as PLAN left it; one that is missing, or not the one in the ledger, ends the phase. */
export async function readPlan(run: PhaseRun): Promise<PlanResult> {
  const record = await readRecord(run, 'PLAN')
  const planned = record?.data['plan']
  const planDigest = record?.data['planDigest']
  if (!isObject(planned) || typeof planDigest !== 'string') {
    const facts = { worker: run.host.worker, agent: run.agent }
    return { kind: 'ended', outcome: failed('MUSTER_WORKSPACE_MISSING', facts, { retryable: true }) }
  }
  const recorded = run.job.planDigest ?? planDigest
  const isVoid = planDigest === run.job.clarification?.voids
  if (isVoid || planDigest !== recorded || digestOf(planned) !== recorded) {
    const reason = `the plan of agent \`${run.agent}\` ${isVoid ? 'is void' : 'was changed after PLAN'}`
    return { kind: 'ended', outcome: failed('MUSTER_INTERNAL', { reason }, { retryable: false }) }
  }
  return { kind: 'plan', plan: planned, planDigest }
}
