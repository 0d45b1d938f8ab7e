import { createPipelineParser } from '@muster/dsl'
import { createBeat } from './beat.ts'
import { decideGate } from './decide-gate.ts'
import type { EngineDeps } from './deps.ts'
import type { Engine } from './engine.ts'
import { fireDue } from './fire-due.ts'
import { createPipelineExpander } from './pipeline-expander.ts'
import { createPublisher } from './publisher.ts'
import { createRecovery } from './recover-runs.ts'
import { resumeRun } from './resume-run.ts'
import { retryRun } from './retry-run.ts'
import { createRunCache } from './run-cache.ts'
import { settleEffect } from './settle-effect.ts'
import { settleOutcomes } from './settle-outcomes.ts'
import { stopRun } from './stop-run.ts'
import { submitRun } from './submit-run.ts'

/** Stages of runs kept folded in memory, at about a kilobyte each. */
const CACHED_STAGES = 100_000

/** Joins the use cases to what they stand on. */
export function createEngine(deps: EngineDeps): Engine {
  const publisher = createPublisher(deps)
  const beat = createBeat(deps, createRunCache(CACHED_STAGES, deps.clock), publisher)
  const recover = createRecovery(deps, beat)
  const reader = {
    parse: createPipelineParser(deps.templates),
    expand: createPipelineExpander(deps.templates),
  }
  return {
    submit: (submission) => submitRun(deps, reader, beat, submission),
    settle: (messages) => settleOutcomes(deps, beat, messages),
    decide: (vote) => decideGate(deps, beat, vote),
    cancel: (of) => stopRun(deps.ledger, beat, 'cancelled', of),
    revoke: (of) => stopRun(deps.ledger, beat, 'revoked', of),
    settleEffect: (of) => settleEffect(deps.ledger, beat, of),
    retry: (of) => retryRun(deps.ledger, beat, of),
    resume: (of) => resumeRun(deps, beat, of),
    fireDue: () => fireDue(deps, beat),
    recover: (whole) => recover(whole || publisher.hasFailed()),
    flush: () => publisher.flush(),
  }
}
