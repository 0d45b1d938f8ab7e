import { randomUUID } from 'node:crypto'
import { type AttemptJob, agentId, describeFault, MusterError, type Outcome } from '@muster/core'
import { Aborted } from '@muster/runtime'
import { type AttemptAnswer, type AttemptControl, holderOf } from '@muster/store'
import { askStanding, isDoubtful, tellCopy } from './ask-standing.ts'
import type { Bench } from './bench.ts'
import { createEffects } from './create-effects.ts'
import { createHold, type Hold } from './hold.ts'
import { createLogFeed } from './log-feed.ts'
import { obtainPermit, proofOf } from './obtain-permit.ts'

/** How soon a job is tried again whose agent another worker still holds. */
const BUSY_MS = 250
/** How soon a job is tried again that broke on something other than its agent. */
const BROKEN_MS = 1_000

/** Workers that one job may take down. */
const MAX_LOSSES = 5
/** After EXIT only a redelivery of EXIT itself can come for the agent, as soon as its worker is taken for dead. */
const REMEMBER_EXIT_MS = 60_000

/**
 * Works one job off, from the lock to the outcome.
 *
 * A1. An attempt that was overtaken or stopped is not worked again, nor is an EXECUTE that was reported: it acts on the
 *     world. Other phases may be worked twice after a crash; the planner drops the second outcome, and EXECUTE refuses
 *     a plan that is not the one in the ledger.
 * A2. The outcome is in the stream before the lock is free, and before the job completes.
 * A3. Who lost the lock, or was stopped, appends nothing.
 * A4. A job that keeps taking its worker down is failed unworked, so that it cannot take down the fleet.
 * A5. A job that may be a copy of one worked before is not worked until the planners say that it stands.
 * A6. Who reported need not free the lock: the next dispatch says that its fence is settled. Comes it to this worker, it
 *     is worked under the same lock.
 */
export async function handleAttempt(
  bench: Bench,
  job: AttemptJob,
  control: AttemptControl,
): Promise<AttemptAnswer> {
  const { fence, settled, phase } = job
  const agent = agentId(job.run, job.stage)
  const holder = holderOf(bench.id, `${phase}.${job.attempt}.${fence}`, randomUUID())
  const lease = bench.leases.take(agent, phase, settled)
  const follows = bench.reported.take(agent, settled)
  const hold = createHold(bench.lock, { agent, holder, fence, settled }, lease)
  control.onLoss(() => hold.end('lost'))
  // Before anything is asked, so that a stop that comes meanwhile is heard.
  bench.holds.set(hold, job)
  try {
    const answer = await hold.take(phase === 'EXIT' ? REMEMBER_EXIT_MS : undefined)
    if (answer === 'busy') return { retryInMs: BUSY_MS }
    if (answer === 'over') return await tellCopy(bench, job)
    if (isDoubtful(bench, job, follows, answer === 'first') && !(await askStanding(bench, job, hold)))
      return await giveBack(hold)
    return await work(bench, job, hold, control.losses)
  } catch (error) {
    await hold
      .release()
      .catch((reason: unknown) => bench.log.warn({ err: reason, agent }, 'lock not released'))
    if (!(error instanceof Aborted)) {
      bench.log.error({ err: error, agent, phase }, 'attempt broke')
      return { retryInMs: BROKEN_MS }
    }
    bench.log.info({ agent, phase, reason: hold.reason() }, 'attempt stopped')
    return hold.reason() === 'stopped' ? 'done' : { retryInMs: BUSY_MS }
  } finally {
    bench.holds.delete(hold)
  }
}

async function work(bench: Bench, job: AttemptJob, hold: Hold, losses: number): Promise<AttemptAnswer> {
  const { run, stage, phase, attempt, fence } = job
  const { agent } = hold.claim
  const startedAt = bench.clock()
  if (phase === 'BOOTSTRAP') await bench.state.register(job.project, agent)

  const effects = createEffects(bench, job, hold)
  const feed = createLogFeed(bench.logs, agent, bench.log)
  const perform = async (): Promise<Outcome> => {
    const refusal = await obtainPermit(bench, job, hold)
    if (refusal !== null) return unpermitted(refusal)
    try {
      return await bench.perform(job, {
        ...bench.host,
        worker: bench.id,
        log: bench.log,
        agents: bench.agents,
        effects,
        signal: hold.signal,
        clock: () => bench.clock(),
        emit: (lines) => feed.push(lines),
      })
    } finally {
      await effects.end()
    }
  }
  const outcome = losses >= MAX_LOSSES ? poisoned(phase, losses) : await perform()
  await feed.flush()
  if (hold.reason() !== null) throw new Aborted(`${phase} of ${agent} was stopped`)
  const finishedAt = bench.clock()
  const warm = bench.warm && phase !== 'EXIT' ? ({ warm: true } as const) : {}
  await bench.append({
    run,
    stage,
    phase,
    attempt,
    fence,
    worker: bench.id,
    startedAt,
    finishedAt,
    outcome,
    ...warm,
    ...proofOf(job),
  })
  bench.reported.add(agent, fence)
  if (phase === 'EXECUTE') await hold.report()
  if (phase === 'EXIT') await bench.state.unregister(job.project, agent)
  else keepLease(bench, hold)
  bench.log.debug({ agent, phase, attempt, outcome: outcome.kind }, 'attempt ended')
  return answer(outcome)
}

async function giveBack(hold: Hold): Promise<AttemptAnswer> {
  await hold.release()
  return 'done'
}

function keepLease({ leases }: Bench, hold: Hold): void {
  const lease = hold.lease()
  if (lease !== null) leases.keep(hold.claim.agent, lease)
}

function unpermitted(problem: string): Outcome {
  const { code, message, hint } = new MusterError('MUSTER_PERMIT_REFUSED', { problem })
  return { kind: 'failed', fault: { code, message, hint }, retryable: true, record: {} }
}

function poisoned(phase: string, losses: number): Outcome {
  const { code, message, hint } = new MusterError('MUSTER_WORKER_LOST', { phase, losses })
  return { kind: 'failed', fault: { code, message, hint }, retryable: false, record: { losses } }
}

/** What Bull Board shows of it. */
function answer(outcome: Outcome): AttemptAnswer {
  switch (outcome.kind) {
    case 'succeeded':
      return 'done'
    case 'failed':
      return { failed: describeFault(outcome.fault) }
    case 'timed_out':
      return { failed: 'The attempt ran out of time.' }
  }
}
