import { randomUUID } from 'node:crypto'
import { type AttemptJob, agentId, needsPermit, type Permit } from '@muster/core'
import { Aborted } from '@muster/runtime'
import type { Bench } from './bench.ts'
import type { Hold } from './hold.ts'

/** Stands for the plan of an agent that has none: no planner lets one EXECUTE. */
const NO_PLAN = 'none'

/** What a permit of this attempt must say. */
export function permitFor(
  { run, stage, attempt, fence, tier, planDigest }: AttemptJob,
  { claim: { holder } }: Hold,
  effect: Permit['effect'],
): Permit {
  const agent = agentId(run, stage)
  return { agent, attempt, fence, tier, plan: planDigest ?? NO_PLAN, holder, effect }
}

/** The credential of an attempt, as what is told of it carries it. */
export function proofOf({ credential }: AttemptJob): { readonly credential?: string } {
  return credential === undefined ? {} : { credential }
}

/**
 * Asks whether an agent may EXECUTE; answers why not, or null when it may, or its tier needs no permit.
 *
 * P1. A permit is for one delivery of one attempt: whoever works it again asks anew.
 * P2. Silence is refusal, and nothing that the agent is charged for: it throws, so that the job is tried again.
 */
export async function obtainPermit(bench: Bench, job: AttemptJob, hold: Hold): Promise<string | null> {
  if (job.phase !== 'EXECUTE' || !needsPermit(job.tier)) return null
  const { run, stage, attempt, fence } = job
  const wanted = permitFor(job, hold, null)
  const { plan, holder } = wanted
  const ask = { permit: randomUUID(), run, stage, attempt, fence, worker: bench.id, holder, plan }
  const reply = await bench.effects.ask({ ...ask, ...proofOf(job) }, hold.signal)
  if (hold.reason() !== null) throw new Aborted('the attempt was stopped')
  if (reply === null) throw new Error('no planner answered whether the agent may EXECUTE')
  if (reply.kind === 'denied') return reply.reason
  if (reply.kind !== 'permitted') return 'the planner answered something else'
  const problem = await bench.permits(reply.permit, wanted)
  return problem === null ? null : `its permit is refused: ${problem}`
}
