import type { Revoked, StandingRevocation } from '@muster/core'
import { createApprovalRate } from './approval-rate.ts'
import { attestJobs } from './attest-jobs.ts'
import { createBeat } from './beat.ts'
import { createCatalogue } from './catalogue.ts'
import { decideGate } from './decide-gate.ts'
import { decideMany } from './decide-many.ts'
import type { EngineDeps } from './deps.ts'
import { createEnforcement } from './enforce-revocations.ts'
import type { Engine } from './engine.ts'
import { fireDue } from './fire-due.ts'
import { forecastRun } from './forecast-run.ts'
import { readEvidence } from './gate-evidence.ts'
import { summariesOf } from './pipeline-summaries.ts'
import { previewRun } from './preview-run.ts'
import { createPublisher } from './publisher.ts'
import { createQuotaKeeper } from './hold-to-quotas.ts'
import { createPolicies, followPolicies } from './policies.ts'
import { createQuotas } from './quotas.ts'
import { createRecovery } from './recover-runs.ts'
import { createRefusals } from './refusals.ts'
import { createReopening } from './reopen-gates.ts'
import { resumeRun } from './resume-run.ts'
import { retryRun } from './retry-run.ts'
import { createRevocationRegister } from './revocation-register.ts'
import { createRevoke } from './revoke.ts'
import { createRunCache } from './run-cache.ts'
import { settleEffect } from './settle-effect.ts'
import { settleOutcomes } from './settle-outcomes.ts'
import { stopRun } from './stop-run.ts'
import { pipelineText, submitRun } from './submit-run.ts'
import { createTemplates } from './templates.ts'
import { createTokens } from './tokens.ts'

/** Stages of runs kept folded in memory, at about a kilobyte each. */
const CACHED_STAGES = 100_000

/** Joins the use cases to what they stand on. */
export function createEngine(given: EngineDeps): Engine {
  const refusals = createRefusals(given)
  const deps = { ...given, refusals, dispatch: attestJobs(given.dispatch, given.signer, given.clock) }
  const publisher = createPublisher(deps)
  const register = createRevocationRegister(deps.ledger, followPolicies(deps))
  const beat = createBeat(deps, createRunCache(CACHED_STAGES, deps.clock), publisher, register)
  const enforce = createEnforcement(deps, beat)
  const { revoke, lift, standing } = createRevoke(deps, beat, register, enforce)
  const rate = createApprovalRate(deps.clock)
  const unfinished: StandingRevocation[] = []
  const quotas = createQuotas(deps, register)
  const keeper = createQuotaKeeper(deps, beat, () => register.known())
  const reopenGates = createReopening(deps, beat)
  const keepUp = async () => {
    await register.refresh()
    await refusals.tell(false)
  }
  const recover = createRecovery(deps, beat, register)
  const catalogue = createCatalogue(deps, register)
  return {
    submit: (submission) => submitRun(deps, catalogue, beat, submission),
    preview: (of) => previewRun(deps, catalogue, register, of),
    pipelines: async (tenant) => summariesOf(deps.pipelines, (await catalogue.readerOf(tenant)).parse),
    pipelineText: (name) => pipelineText(deps, name),
    forecast: (submission) => forecastRun(deps, catalogue, register, submission),
    async settle(messages) {
      await settleOutcomes(deps, beat, messages)
      // What ended made room, perhaps for somebody who waits.
      if (limitsAgents(register.known())) await keeper.release()
    },
    decide: (vote) => decideGate(deps, beat, rate, vote),
    decideMany: (request) => decideMany(deps, beat, rate, request),
    evidence: (of) => readEvidence(deps, register.known(), of),
    cancel: async (of) => void (await stopRun(deps, beat, 'cancelled', of)),
    revoke,
    lift,
    standing,
    keepUp,
    async enforce() {
      await keepUp()
      unfinished.push(...register.news())
      for (let next = unfinished[0]; next !== undefined; next = unfinished[0]) {
        await enforce(next)
        unfinished.shift()
      }
      await reopenGates()
    },
    policies: createPolicies(deps, register),
    setQuota: (change) => quotas.set(change),
    quotas: (tenant) => quotas.of(tenant),
    holdToQuotas: () => keeper.hold(),
    settleEffect: (of) => settleEffect(deps.ledger, beat, of),
    retry: (of) => retryRun(deps, beat, of),
    resume: (of) => resumeRun(deps, beat, of),
    fireDue: () => fireDue(deps, beat),
    recover: (whole) => recover(whole || publisher.hasFailed()),
    async flush() {
      await refusals.tell(true)
      await publisher.flush()
    },
    refusals,
    templates: createTemplates(deps, register, catalogue),
    tokens: createTokens(deps),
  }
}

function limitsAgents({ quotas }: Revoked): boolean {
  return quotas.size > 0 && [...quotas.values()].some(({ agents }) => agents !== undefined)
}
