import { type Brief, type Outcome, TIER_NAMES } from '@muster/core'
import { refusalOf } from '../launch/refusal-of.ts'
import { failed, type PhaseRun, succeeded } from '../phase-run.ts'
import { meetAgent } from '../protocol/meet-agent.ts'

/** Writes down who the agent is, whose workspace is clean, and what stands between it and the machine. */
export async function bootstrap(run: PhaseRun, brief: Brief): Promise<Outcome> {
  const { job, host, agent } = run
  const { sandbox } = host.launcher
  const refusal = refusalOf(sandbox, brief.tier)
  if (refusal !== null) return failed('MUSTER_SANDBOX_MISSING', refusal, { retryable: true })
  const { template } = brief
  const met = template.agent === null ? null : await meetAgent(run, brief, template.agent)
  if (met?.kind === 'ended') return met.outcome
  return succeeded({
    agent,
    tenant: job.tenant,
    project: job.project,
    pipeline: brief.pipeline,
    worker: host.worker,
    tier: brief.tier,
    tierName: TIER_NAMES[brief.tier],
    template: template.name,
    templateVersion: template.version,
    templateDigest: template.digest,
    sandbox: { ...sandbox },
    brief: job.brief,
    ...(met === null ? {} : { program: met.program }),
  })
}
