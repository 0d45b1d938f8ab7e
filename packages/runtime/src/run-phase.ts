import {
  type AttemptJob,
  agentId,
  assertNever,
  type Brief,
  getOutputTypeForPhase,
  isClosingPhase,
  MAX_OUTCOME_BYTES,
  MusterError,
  type Outcome,
  type OutputType,
  toMusterError,
} from '@muster/core'
import { Aborted } from './aborted.ts'
import { createMeter } from './meter.ts'
import { type Entered, enterWorkspace } from './checkpoint/enter-workspace.ts'
import { forgetStanding } from './checkpoint/place.ts'
import { scanWorkspace } from './checkpoint/scan.ts'
import { BOUNDS } from './checkpoint/tree.ts'
import { writeCheckpoint } from './checkpoint/write-checkpoint.ts'
import { failed, type PhaseHost, type PhaseRun, toFault } from './phase-run.ts'
import { bootstrap } from './phases/bootstrap.ts'
import { execute } from './phases/execute.ts'
import { exit } from './phases/exit.ts'
import { packageArtifacts } from './phases/package.ts'
import { plan } from './phases/plan.ts'
import { preflight } from './phases/preflight.ts'
import { report } from './phases/report.ts'
import { verify } from './phases/verify.ts'
import type { PhaseRecord } from './record.ts'
import { readBrief } from './read-brief.ts'
import { makeWorkspace, removeWorkspace, workspaceOf } from './workspace.ts'

/** The longest time a timer can measure. */
const MAX_TIMER_MS = 2 ** 31 - 1
/** Left free in an outcome for the message around it. */
const ENVELOPE_BYTES = 2 * 1024
const UNKNOWN: Entered = { place: null, restored: false }

/** Runs one attempt of one phase. Whatever the agent does becomes an Outcome; only a stop from outside throws: Aborted. */
export async function runPhase(job: AttemptJob, host: PhaseHost): Promise<Outcome> {
  const startedAt = host.clock()
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), Math.min(Math.max(job.timeoutMs, 0), MAX_TIMER_MS))
  const agent = agentId(job.run, job.stage)
  const workspace = workspaceOf(host.workspaces, agent)
  const meter = createMeter(job.budget)
  const signal = AbortSignal.any([host.signal, timeout.signal, meter.signal])
  const stores = {
    artifacts: host.artifacts,
    shelf: host.artifacts.shelf(job.run),
    check: () => host.signal.throwIfAborted(),
  }
  const outside: PhaseRun = { job, host, agent, workspace, entered: UNKNOWN, stores, meter, signal }
  try {
    const run = await enter(outside).catch((error: unknown) => toOutcome(outside, error))
    if ('kind' in run) return stopIfAsked(run, outside)
    const performed = await perform(run).catch((error: unknown) => toOutcome(run, error))
    const outcome = fit(run, charged(run, performed))
    const left = job.phase === 'EXIT' ? outcome : await leave(run, stopIfAsked(outcome, run), startedAt)
    // Whatever it came to in the end, it was spent.
    return outcome.spent === undefined ? left : { ...left, spent: outcome.spent }
  } finally {
    clearTimeout(timer)
    meter.close()
  }
}

function stopIfAsked(outcome: Outcome, { host, job, agent }: PhaseRun): Outcome {
  if (host.signal.aborted) throw new Aborted(`${job.phase} of ${agent} was stopped`)
  return outcome
}

/** BOOTSTRAP begins with a clean workspace, and EXIT leaves none; every other phase works on what its checkpoint says. */
async function enter(run: PhaseRun): Promise<PhaseRun> {
  const { job, workspace, stores } = run
  if (job.phase === 'EXIT') return run
  if (job.phase === 'BOOTSTRAP') {
    await run.host.agents.kill(run.agent)
    forgetStanding(workspace)
    await removeWorkspace(workspace)
    await makeWorkspace(workspace)
    return run
  }
  try {
    const entered = await enterWorkspace(job, workspace, stores)
    // What a process of before knows belongs to another workspace.
    if (entered.restored) await run.host.agents.kill(run.agent)
    return { ...run, entered }
  } catch (error) {
    // An agent whose workspace is lost still leaves what evidence there is.
    if (!isClosingPhase(job.phase) || run.signal.aborted) throw error
    run.host.log.error({ err: error, agent: run.agent, phase: job.phase }, 'workspace not restored')
    return run
  }
}

async function perform(run: PhaseRun): Promise<Outcome> {
  run.signal.throwIfAborted()
  const { job } = run
  await run.host.agents.see(run.agent, job.fence)
  switch (job.phase) {
    case 'BOOTSTRAP':
      return bootstrap(run, await briefOf(run))
    case 'PREFLIGHT':
      return preflight(run, await briefOf(run))
    case 'PLAN':
      return plan(run, await briefOf(run))
    case 'EXECUTE':
      return execute(run, await briefOf(run))
    case 'VERIFY':
      return verify(run, await briefOf(run))
    case 'PACKAGE':
      return packageArtifacts(run)
    case 'REPORT':
      return report(run)
    case 'EXIT':
      return exit(run)
    default:
      return assertNever(job.phase)
  }
}

/** The closing phases do without it, so that an agent whose brief is lost still leaves its evidence. */
async function briefOf({ host, job }: PhaseRun): Promise<Brief> {
  const brief = await readBrief(host.artifacts, job.brief)
  // Whoever forges a job could take a brief of a higher tier past what that tier must prove.
  if (brief.tier > job.tier)
    throw new MusterError('MUSTER_PERMIT_REFUSED', {
      problem: `its job is of T${job.tier}, its brief of T${brief.tier}`,
    })
  return brief
}

function toOutcome(run: PhaseRun, thrown: unknown): Outcome {
  if (run.signal.aborted) return { kind: 'timed_out', record: {} }
  if (!(thrown instanceof MusterError))
    run.host.log.error({ err: thrown, agent: run.agent, phase: run.job.phase }, 'phase broke')
  return { kind: 'failed', fault: toFault(toMusterError(thrown)), retryable: true, record: {} }
}

/** An outcome with what it spent. Whatever a program still brought about when its budget was spent, it was stopped. */
function charged({ job, meter }: PhaseRun, outcome: Outcome): Outcome {
  const because = meter.because()
  const { phase, run } = job
  const { record } = outcome
  const ended =
    because === null
      ? outcome
      : failed('MUSTER_BUDGET_SPENT', { phase, because, run }, { retryable: true, record })
  const spent = meter.spending()
  return spent === undefined ? ended : { ...ended, spent }
}

function fit(run: PhaseRun, outcome: Outcome): Outcome {
  const bytes = Buffer.byteLength(JSON.stringify(outcome))
  if (bytes <= MAX_OUTCOME_BYTES - ENVELOPE_BYTES) return outcome
  const problem = `its record is ${bytes} bytes`
  const unfit = failed('MUSTER_AGENT_OUTPUT', { phase: run.job.phase, problem }, { retryable: false })
  return outcome.spent === undefined ? unfit : { ...unfit, spent: outcome.spent }
}

/**
 * Writes the checkpoint of what a phase came to, and names it in the outcome. What cannot be kept did not succeed, since
 * no other worker could go on from it; a closing phase has nothing that another would miss.
 */
async function leave(run: PhaseRun, ended: Outcome, startedAt: number): Promise<Outcome> {
  const { job, host, agent, workspace } = run
  const { saved = null, ...data } = ended.record
  const scan = await scanWorkspace(workspace.root, BOUNDS)
  const outcome = judgeExcess(run, { ...ended, record: data }, scan.excess)
  const record: PhaseRecord = {
    agent,
    phase: job.phase,
    type: getOutputTypeForPhase(job.phase) as OutputType,
    attempt: job.attempt,
    data,
    outcome: outcome.kind,
    fault: outcome.kind === 'failed' ? outcome.fault : null,
    outputs: outcome.kind === 'succeeded' ? (outcome.outputs ?? {}) : {},
    startedAt,
    finishedAt: host.clock(),
  }
  try {
    return { ...outcome, checkpoint: await writeCheckpoint(run, { record, saved, scan }) }
  } catch (error) {
    stopIfAsked(outcome, run)
    host.log.error({ err: error, agent, phase: job.phase }, 'checkpoint not written')
    if (!mustBeKept(run, outcome)) return outcome
    const problem = error instanceof Error ? error.message : String(error)
    return failed(
      'MUSTER_CHECKPOINT_FAILED',
      { phase: job.phase, problem },
      { retryable: true, record: data },
    )
  }
}

function judgeExcess(run: PhaseRun, outcome: Outcome, excess: string | null): Outcome {
  if (excess === null || !mustBeKept(run, outcome)) return outcome
  const { record } = outcome
  const facts = { phase: run.job.phase, problem: excess }
  return failed('MUSTER_WORKSPACE_TOO_LARGE', facts, { retryable: false, record })
}

function mustBeKept({ job }: PhaseRun, outcome: Outcome): boolean {
  return outcome.kind === 'succeeded' && !isClosingPhase(job.phase)
}
