import { type Brief, type Outcome, TIER_NAMES } from '@muster/core'
import { type PhaseRun, succeeded } from '../phase-run.ts'

/** Writes down who the agent is; its workspace is clean. */
export function bootstrap(run: PhaseRun, brief: Brief): Outcome {
  const { job, host, agent } = run
  const { template } = brief
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
    brief: job.brief,
  })
}
