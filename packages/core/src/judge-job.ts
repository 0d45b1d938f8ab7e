import { counterOf, dispatchedStep } from './fold-agent.ts'
import type { JobAsk, JobRefusal } from './job.ts'
import type { RunState } from './state.ts'

export type JobJudgement =
  /** It is the attempt now dispatched. */
  | { readonly kind: 'stands' }
  /** It was, until its agent was stopped: nobody forged anything. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refused'; readonly because: string }

/** Whether the attempt that a job names is to be worked: the newest of its agent, once, and not after a stop. */
export function judgeJob(state: RunState, job: JobAsk | JobRefusal): JobJudgement {
  const refused = (because: string): JobJudgement => ({ kind: 'refused', because })
  if (!state.stages.has(job.stage)) return refused('the run has no such stage')
  const { attempt, fence, settled } = counterOf(state, job.stage)
  if (job.fence > fence) return refused(`its fence ${job.fence} was never dispatched`)
  if (job.fence < fence) return refused(`its fence ${job.fence} is older than ${fence}`)
  if (settled === fence) return refused(`its fence ${fence} was worked before`)
  const step = dispatchedStep(state, job.stage)
  if (step === null) return { kind: 'stopped' }
  if (step.phase !== job.phase || attempt !== job.attempt)
    return refused(`${step.phase} was dispatched, not ${job.phase}`)
  return { kind: 'stands' }
}
