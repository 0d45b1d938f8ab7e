import { randomUUID } from 'node:crypto'
import { AgentStatus, type AttemptJob, agentId, describeFault, MusterError, type Outcome } from '@muster/core'
import { Aborted } from '@muster/runtime'
import type { AttemptAnswer, AttemptControl } from '@muster/store'
import type { Bench } from './bench.ts'
import { createHold, type Hold } from './hold.ts'
import { createLogFeed } from './log-feed.ts'

/** How soon a job is tried again whose agent another worker still holds. */
const BUSY_MS = 250
/** How soon a job is tried again that broke on something other than its agent. */
const BROKEN_MS = 1_000

/** Workers that one job may take down. */
const MAX_LOSSES = 5

/**
 * Works one job off, from the lock to the outcome.
 *
 * A1. An attempt that was reported or superseded is not worked again.
 * A2. The outcome is in the stream before the lock is free, and before the job completes.
 * A3. Who lost the lock, or was stopped, appends nothing.
 * A4. A job that keeps taking its worker down is failed unworked, so that it cannot take down the fleet.
 */
export async function handleAttempt(
  bench: Bench,
  job: AttemptJob,
  control: AttemptControl,
): Promise<AttemptAnswer> {
  const agent = agentId(job.run, job.stage)
  const holder = `${bench.id}/${job.phase}.${job.attempt}.${job.fence}/${randomUUID()}`
  const hold = createHold(bench, { agent, holder, fence: job.fence })
  const lose = () => hold.end('lost')
  control.signal.addEventListener('abort', lose)
  // Before anything is read, so that a stop that comes meanwhile is heard.
  bench.holds.add(hold)
  try {
    if (await isSettled(bench, job, agent)) return 'done'
    if (!(await hold.take())) return { retryInMs: BUSY_MS }
    return await work(bench, job, hold, control.losses)
  } catch (error) {
    if (!(error instanceof Aborted)) {
      bench.log.error({ err: error, agent, phase: job.phase }, 'attempt broke')
      return { retryInMs: BROKEN_MS }
    }
    bench.log.info({ agent, phase: job.phase, reason: hold.reason() }, 'attempt stopped')
    return hold.reason() === 'stopped' ? 'done' : { retryInMs: BUSY_MS }
  } finally {
    control.signal.removeEventListener('abort', lose)
    bench.holds.delete(hold)
    await hold.release().catch((error: unknown) => bench.log.warn({ err: error, agent }, 'lock not released'))
  }
}

/** Whether this attempt was told of already, or a newer dispatch or a stop has overtaken it. */
async function isSettled(bench: Bench, job: AttemptJob, agent: string): Promise<boolean> {
  const state = await bench.state.read(agent)
  if (state === null) return false
  const reported = Number(state['reported'] ?? 0)
  const newest = Number(state['fence'] ?? 0)
  const stop = Number(state['stop'] ?? 0)
  return reported >= job.fence || newest > job.fence || stop >= job.fence
}

async function work(bench: Bench, job: AttemptJob, hold: Hold, losses: number): Promise<AttemptAnswer> {
  const { agent } = hold
  const { phase, attempt, fence } = job
  await bench.state.write(agent, {
    phase,
    attempt,
    fence,
    worker: bench.id,
    status: AgentStatus.RUNNING,
    updatedAt: bench.clock(),
  })
  if (phase === 'BOOTSTRAP') await bench.state.register(job.project, agent)

  const startedAt = bench.clock()
  const feed = createLogFeed(bench.logs, agent, bench.log)
  const perform = () =>
    bench.perform(job, {
      ...bench.host,
      worker: bench.id,
      log: bench.log,
      signal: hold.signal,
      clock: () => bench.clock(),
      emit: (lines) => feed.push(lines),
    })
  const outcome = losses >= MAX_LOSSES ? poisoned(phase, losses) : await perform()
  await feed.flush()
  if (hold.reason() !== null) throw new Aborted(`${phase} of ${agent} was stopped`)
  const { run, stage } = job
  const finishedAt = bench.clock()
  await bench.append({ run, stage, phase, attempt, fence, worker: bench.id, startedAt, finishedAt, outcome })

  await bench.state.write(agent, { status: statusAfter(job), reported: fence, updatedAt: bench.clock() })
  if (phase === 'EXIT') await bench.state.unregister(job.project, agent)
  bench.log.debug({ agent, phase, attempt, outcome: outcome.kind }, 'attempt ended')
  return answer(outcome)
}

function poisoned(phase: string, losses: number): Outcome {
  const { code, message, hint } = new MusterError('MUSTER_WORKER_LOST', { phase, losses })
  return { kind: 'failed', fault: { code, message, hint }, retryable: false, record: { losses } }
}

function statusAfter(job: AttemptJob): AgentStatus {
  if (job.phase !== 'EXIT') return AgentStatus.IDLE
  return job.ending?.status === 'revoked' ? AgentStatus.REVOKED : AgentStatus.EXITED
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
