import { randomUUID } from 'node:crypto'
import { type AttemptJob, agentId } from '@muster/core'
import { Aborted } from '@muster/runtime'
import type { Bench } from './bench.ts'
import type { Hold } from './hold.ts'

/**
 * How long after it was sent a first job is taken for new when the store knows nothing of its agent: less than the store
 * remembers an agent that is done, by more than two clocks may be apart.
 */
const YOUNG_MS = 45_000

/**
 * Whether a job may be a copy of one that was worked before, so that the planners must be asked: a seal says who sent a job,
 * not that it comes for the first time. Leases let the store's lock lag behind, and it forgets agents that are done.
 *
 * S1. What follows on this worker's own report is new, and so is a young first job of an agent that the store does not know.
 * S2. Of all else the planners are asked. That is rare where agents stay with their worker; where they do not, an agent's
 *     phases wander between workers, and the planner's refusal of the second outcome has to do.
 */
export function isDoubtful(
  { warm, clock }: Pick<Bench, 'warm' | 'clock'>,
  job: Pick<AttemptJob, 'phase' | 'seal'>,
  follows: boolean,
  first: boolean,
): boolean {
  if (!warm || follows) return false
  const age = Math.abs(clock() - (job.seal?.at ?? 0))
  return !(first && job.phase === 'BOOTSTRAP' && age < YOUNG_MS)
}

/** Asks whether an attempt stands. Silence is refusal: it throws, so that the job is tried again. */
export async function askStanding(bench: Bench, job: AttemptJob, hold: Hold): Promise<boolean> {
  const { run, stage, phase, attempt, fence } = job
  const ask = { job: randomUUID(), run, stage, phase, attempt, fence, worker: bench.id }
  const reply = await bench.effects.ask(ask, hold.signal)
  if (hold.reason() !== null) throw new Aborted('the attempt was stopped')
  if (reply === null) throw new Error(`no planner answered whether ${phase} stands`)
  if (reply.kind === 'stands') return true
  const reason = reply.kind === 'denied' ? reply.reason : 'the planner answered something else'
  bench.log.warn({ agent: agentId(run, stage), phase, fence, reason }, 'a job was refused')
  return false
}

/** Has the planners judge a job that the store's lock refused: they record it when it is a copy. */
export async function tellCopy(bench: Bench, job: AttemptJob): Promise<'done'> {
  const { run, stage, phase, attempt, fence } = job
  await bench.append({ job: randomUUID(), run, stage, phase, attempt, fence, worker: bench.id })
  return 'done'
}
