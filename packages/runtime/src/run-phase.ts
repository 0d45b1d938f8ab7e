import {
  type AttemptJob,
  agentId,
  assertNever,
  type Brief,
  getOutputTypeForPhase,
  MAX_OUTCOME_BYTES,
  MusterError,
  type Outcome,
  type OutputType,
  toMusterError,
} from '@muster/core'
import { Aborted } from './aborted.ts'
import { createMeter } from './meter.ts'
import { failed, type PhaseHost, type PhaseRun, toFault } from './phase-run.ts'
import { bootstrap } from './phases/bootstrap.ts'
import { execute } from './phases/execute.ts'
import { exit } from './phases/exit.ts'
import { packageArtifacts } from './phases/package.ts'
import { plan } from './phases/plan.ts'
import { preflight } from './phases/preflight.ts'
import { report } from './phases/report.ts'
import { verify } from './phases/verify.ts'
import { saveRecord } from './record.ts'
import { makeWorkspace, workspaceOf } from './workspace.ts'

/** The longest time a timer can measure. */
const MAX_TIMER_MS = 2 ** 31 - 1
/** Left free in an outcome for the message around it. */
const ENVELOPE_BYTES = 2 * 1024

/** Runs one attempt of one phase. Whatever the agent does becomes an Outcome; only a stop from outside throws: Aborted. */
export async function runPhase(job: AttemptJob, host: PhaseHost): Promise<Outcome> {
  const startedAt = host.clock()
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), Math.min(Math.max(job.timeoutMs, 0), MAX_TIMER_MS))
  const agent = agentId(job.run, job.stage)
  const workspace = workspaceOf(host.workspaces, agent)
  const meter = createMeter(job.budget)
  const signal = AbortSignal.any([host.signal, timeout.signal, meter.signal])
  const run: PhaseRun = { job, host, agent, workspace, meter, signal }
  try {
    const performed = await perform(run).catch((error: unknown) => toOutcome(run, error))
    const outcome = fit(run, charged(run, performed))
    if (host.signal.aborted) throw new Aborted(`${job.phase} of ${agent} was stopped`)
    if (job.phase !== 'EXIT') await keep(run, outcome, startedAt)
    return outcome
  } finally {
    clearTimeout(timer)
    meter.close()
  }
}

async function perform(run: PhaseRun): Promise<Outcome> {
  run.signal.throwIfAborted()
  const { job } = run
  await run.host.agents.see(run.agent, job.fence)
  switch (job.phase) {
    case 'BOOTSTRAP':
      return bootstrap(run, await readBrief(run))
    case 'PREFLIGHT':
      return preflight(run, await readBrief(run))
    case 'PLAN':
      return plan(run, await readBrief(run))
    case 'EXECUTE':
      return execute(run, await readBrief(run))
    case 'VERIFY':
      return verify(run, await readBrief(run))
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
async function readBrief(run: PhaseRun): Promise<Brief> {
  const bytes = await run.host.artifacts.get(run.job.brief)
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Brief
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

async function keep(run: PhaseRun, outcome: Outcome, startedAt: number): Promise<void> {
  const { job, host, agent, workspace } = run
  try {
    await makeWorkspace(workspace)
    await saveRecord(workspace, {
      agent,
      phase: job.phase,
      type: getOutputTypeForPhase(job.phase) as OutputType,
      attempt: job.attempt,
      data: outcome.record,
      outcome: outcome.kind,
      fault: outcome.kind === 'failed' ? outcome.fault : null,
      outputs: outcome.kind === 'succeeded' ? (outcome.outputs ?? {}) : {},
      startedAt,
      finishedAt: host.clock(),
    })
  } catch (error) {
    // The outcome carries the record too; a later phase that needs this file says that it is missing.
    host.log.error({ err: error, agent, phase: job.phase }, 'record not kept')
  }
}
